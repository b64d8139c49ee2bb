/**
 * The variance of Kendall's S, pairs in order less pairs out of order, of n items whose two scores
 * are independent, from the sizes of the groups of equal scores on each side.
 *
 * @see M. G. Kendall, Rank Correlation Methods, 4th ed., 1975, §4
 */
export function kendallVariance(
  n: number,
  tiesX: readonly number[],
  tiesY: readonly number[] = [],
): number {
  const term = (t: number): number => t * (t - 1) * (2 * t + 5);
  const pairs = (t: number): number => t * (t - 1);
  const triples = (t: number): number => t * (t - 1) * (t - 2);
  const first = (term(n) - sumOver(tiesX, term) - sumOver(tiesY, term)) / 18;
  const second = (sumOver(tiesX, pairs) * sumOver(tiesY, pairs)) / (2 * n * (n - 1));
  const third =
    n < 3 ? 0 : (sumOver(tiesX, triples) * sumOver(tiesY, triples)) / (9 * n * (n - 1) * (n - 2));
  return first + second + third;
}

function sumOver(ties: readonly number[], term: (t: number) => number): number {
  return ties.reduce((sum, t) => sum + term(t), 0);
}
