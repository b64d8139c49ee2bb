import type { Alternative } from "../alternative";
import { normalCdf } from "../distributions/normal";
import { requireProbability, requireThat } from "../require-that";
import { midranks } from "./midranks";

/** Up to this many differences without ties the exact distribution is used. */
export const EXACT_SIGNED_RANK = 50;

/**
 * P(V ≤ v) of Wilcoxon's signed-rank statistic: the sum of those of the ranks 1…n that a fair coin
 * marked as positive.
 *
 * @param n whole, from 1 to 50
 * @throws RangeError outside of that
 */
export function signedRankCdf(v: number, n: number): number {
  return cumulative(n)[Math.min(Math.floor(v), (n * (n + 1)) / 2)] ?? 0;
}

/** The smallest v with P(V ≤ v) ≥ p. */
export function signedRankQuantile(p: number, n: number): number {
  requireProbability(p, "p");
  return cumulative(n).findIndex((reached) => reached >= p);
}

function cumulative(n: number): Float64Array {
  requireThat(
    Number.isInteger(n) && n >= 1 && n <= EXACT_SIGNED_RANK,
    `the exact signed-rank distribution is for 1 to ${EXACT_SIGNED_RANK} differences, not ${n}`,
  );
  // Subsets of the ranks by their sum: at most 2^50, and so exact.
  const subsets = new Float64Array((n * (n + 1)) / 2 + 1);
  subsets[0] = 1;
  for (let rank = 1; rank <= n; rank++) {
    for (let sum = (rank * (rank + 1)) / 2; sum >= rank; sum--) {
      subsets[sum] = (subsets[sum] as number) + (subsets[sum - rank] as number);
    }
  }
  let sum = 0;
  return subsets.map((count) => {
    sum += count;
    return sum / 2 ** n;
  });
}

/** Variance of V with tied ranks: n(n+1)(2n+1)/24 − Σ(t³ − t)/48. */
export function signedRankVariance(n: number, tieSum: number): number {
  return (n * (n + 1) * (2 * n + 1)) / 24 - tieSum / 48;
}

/**
 * Wilcoxon's signed-rank test of differences symmetric about 0. Exact for at most 50 differences
 * without ties or zeros; else zeros are dropped, ties get midranks, and the normal approximation
 * with continuity correction is used.
 *
 * @param differences finite
 * @returns V, the sum of the ranks of the positive differences, and the probability of a V at least
 *   as far out; 1 where every difference is zero
 * @throws RangeError for a value that is not finite
 * @see F. Wilcoxon, Biometrics Bulletin 1 (1945); the conventions are R's `wilcox.test`
 */
export function signedRankTest(
  differences: ArrayLike<number>,
  alternative: Alternative = "two-sided",
): { statistic: number; pValue: number } {
  const nonZero = Array.from(differences).filter((difference) => {
    requireThat(Number.isFinite(difference), "the signed-rank test needs finite differences");
    return difference !== 0;
  });
  const n = nonZero.length;
  if (n === 0) return { statistic: 0, pValue: 1 };
  const { ranks, tieSum } = midranks(nonZero.map(Math.abs));
  const statistic = nonZero.reduce((sum, d, i) => (d > 0 ? sum + (ranks[i] as number) : sum), 0);
  const largest = (n * (n + 1)) / 2;
  const exact = tieSum === 0 && n === differences.length && n <= EXACT_SIGNED_RANK;
  // V is symmetric, so the upper tail at V is the lower tail at its mirror image.
  const lowerTail = (v: number): number =>
    exact
      ? signedRankCdf(v, n)
      : normalCdf((v + 0.5 - largest / 2) / Math.sqrt(signedRankVariance(n, tieSum)));
  const less = lowerTail(statistic);
  const greater = lowerTail(largest - statistic);
  const pValue = { less, greater, "two-sided": Math.min(1, 2 * Math.min(less, greater)) };
  return { statistic, pValue: pValue[alternative] };
}
