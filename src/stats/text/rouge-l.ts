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

/** Its length, by the row-wise recurrence (Wagner and Fischer 1974), on numbers for the words. */
function longestCommonSubsequence(a: readonly string[], b: readonly string[]): number {
  const numbers = new Map<string, number>();
  const numbered = (words: readonly string[]) =>
    Uint32Array.from(words, (word) => {
      const number = numbers.get(word) ?? numbers.size;
      numbers.set(word, number);
      return number;
    });
  const [first, second] = [numbered(a), numbered(b)];
  let above = new Uint32Array(second.length + 1);
  let row = new Uint32Array(second.length + 1);
  for (const word of first) {
    let left = 0;
    for (let j = 0; j < second.length; j++) {
      const over = above[j + 1] as number;
      if (word === second[j]) left = (above[j] as number) + 1;
      else if (over > left) left = over;
      row[j + 1] = left;
    }
    [above, row] = [row, above];
  }
  return above[second.length] as number;
}
