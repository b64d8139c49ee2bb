import type { Alternative } from "../alternative";
import { normalCdf } from "../distributions/normal";
import { requireProbability, requireThat } from "../require-that";
import { midranks } from "./midranks";

/** Up to this many values in each sample, without ties, the exact distribution is used. */
export const EXACT_RANK_SUM = 50;

/**
 * P(U ≤ u) of the Mann–Whitney statistic: the number of pairs in which the value of the first
 * sample is the larger one, when both come from one distribution.
 *
 * @param m size of one sample, whole, from 1 to 50
 * @param n size of the other, likewise
 * @throws RangeError outside of that
 */
export function rankSumCdf(u: number, m: number, n: number): number {
  return cumulative(m, n)[Math.min(Math.floor(u), m * n)] ?? 0;
}

/** The smallest u with P(U ≤ u) ≥ p. */
export function rankSumQuantile(p: number, m: number, n: number): number {
  requireProbability(p, "p");
  return cumulative(m, n).findIndex((reached) => reached >= p);
}

function cumulative(m: number, n: number): Float64Array {
  const possible = (size: number): boolean =>
    Number.isInteger(size) && size >= 1 && size <= EXACT_RANK_SUM;
  requireThat(
    possible(m) && possible(n),
    `the exact rank-sum distribution is for 1 to ${EXACT_RANK_SUM} values each, not ${m} and ${n}`,
  );
  // arrangements[i][u] of i values among j others, by whether the largest of all is one of the i:
  // it then beats all j, and else it can be taken away from the j.
  const arrangements = Array.from({ length: m + 1 }, () => new Float64Array(m * n + 1));
  for (const row of arrangements) row[0] = 1;
  for (let j = 1; j <= n; j++) {
    for (let i = 1; i <= m; i++) {
      const row = arrangements[i] as Float64Array;
      const fewer = arrangements[i - 1] as Float64Array;
      for (let u = j; u <= i * j; u++) row[u] = (row[u] as number) + (fewer[u - j] as number);
    }
  }
  const counts = arrangements[m] as Float64Array;
  const total = counts.reduce((sum, count) => sum + count, 0);
  let sum = 0;
  return counts.map((count) => {
    sum += count;
    return Math.min(1, sum / total);
  });
}

/** Variance of U with tied ranks: mn/12 · (N + 1 − Σ(t³ − t)/(N(N − 1))), N = m + n. */
export function rankSumVariance(m: number, n: number, tieSum: number): number {
  const all = m + n;
  return ((m * n) / 12) * (all + 1 - tieSum / (all * (all - 1)));
}

/**
 * The Mann–Whitney–Wilcoxon test whether values of x tend to be greater than values of y. Exact for
 * at most 50 values each without ties, else the normal approximation with midranks and continuity
 * correction. A test of stochastic order, not of medians.
 *
 * @param x finite, at least one
 * @param y finite, at least one
 * @returns U of x, and the probability of a U at least as far out; 1 where all values are equal
 * @throws RangeError without values, or for one that is not finite
 * @see H. B. Mann and D. R. Whitney, Annals of Mathematical Statistics 18 (1947)
 */
export function rankSumTest(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  alternative: Alternative = "two-sided",
): { statistic: number; pValue: number } {
  const m = x.length;
  const n = y.length;
  requireThat(m > 0 && n > 0, "the rank-sum test needs at least one value in each sample");
  const pooled = [...Array.from(x), ...Array.from(y)];
  requireThat(pooled.every(Number.isFinite), "the rank-sum test needs finite values");
  const { ranks, tieSum } = midranks(pooled);
  const statistic = ranks.subarray(0, m).reduce((sum, rank) => sum + rank, 0) - (m * (m + 1)) / 2;
  const variance = rankSumVariance(m, n, tieSum);
  if (variance === 0) return { statistic, pValue: 1 };
  const exact = tieSum === 0 && m <= EXACT_RANK_SUM && n <= EXACT_RANK_SUM;
  const lowerTail = (u: number): number =>
    exact ? rankSumCdf(u, m, n) : normalCdf((u + 0.5 - (m * n) / 2) / Math.sqrt(variance));
  const less = lowerTail(statistic);
  const greater = lowerTail(m * n - statistic);
  const pValue = { less, greater, "two-sided": Math.min(1, 2 * Math.min(less, greater)) };
  return { statistic, pValue: pValue[alternative] };
}
