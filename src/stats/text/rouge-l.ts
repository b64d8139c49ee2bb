/**
 * ROUGE-L: the F-measure of the longest common subsequence of words (C.-Y. Lin, "ROUGE: A Package for
 * Automatic Evaluation of Summaries", 2004), with β = 1 and without stemming, as the `rouge-score`
 * package computes `rougeL`. That one knows only ASCII words; on ASCII text the two agree.
 *
 * Takes time in the product of the texts' lengths, so beyond what they have in common at both ends at
 * most 2,000 words of each are compared. All words count as words: of longer texts it is a lower bound.
 *
 * @returns 0 to 1; 0 where either text has no word
 */
export function rougeL(expected: string, actual: string): number {
  const wanted = words(expected);
  const got = words(actual);
  if (wanted.length === 0 || got.length === 0) return 0;
  const shorter = Math.min(wanted.length, got.length);
  let head = 0;
  while (head < shorter && wanted[head] === got[head]) head++;
  let tail = 0;
  while (tail < shorter - head && wanted.at(-1 - tail) === got.at(-1 - tail)) tail++;
  const between = (all: string[]) => all.slice(head, all.length - tail).slice(0, MOST_WORDS);
  const common = head + longestCommonSubsequence(between(wanted), between(got)) + tail;
  return (2 * common) / (wanted.length + got.length);
}

const MOST_WORDS = 2000;

function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** Its length, by the row-wise recurrence (Wagner and Fischer 1974). */
function longestCommonSubsequence(a: readonly string[], b: readonly string[]): number {
  let above = new Uint32Array(b.length + 1);
  for (const word of a) {
    const row = new Uint32Array(b.length + 1);
    for (let j = 1; j <= b.length; j++) {
      row[j] =
        word === b[j - 1]
          ? (above[j - 1] as number) + 1
          : Math.max(above[j] as number, row[j - 1] as number);
    }
    above = row;
  }
  return above[b.length] as number;
}
