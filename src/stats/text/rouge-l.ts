/**
 * ROUGE-L: the F-measure of the longest common subsequence of words (C.-Y. Lin, "ROUGE: A Package for
 * Automatic Evaluation of Summaries", 2004), with β = 1 and without stemming, as the `rouge-score`
 * package computes `rougeL`. That one knows only ASCII words; on ASCII text the two agree.
 *
 * Takes time in the product of the texts' lengths, so at most the first 2,000 words of each count.
 *
 * @returns 0 to 1; 0 where either text has no word
 */
export function rougeL(expected: string, actual: string): number {
  const wanted = words(expected);
  const got = words(actual);
  if (wanted.length === 0 || got.length === 0) return 0;
  const common = longestCommonSubsequence(wanted, got);
  return (2 * common) / (wanted.length + got.length);
}

const MOST_WORDS = 2000;

function words(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).slice(0, MOST_WORDS);
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
