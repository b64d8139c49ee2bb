import { normalQuantile } from "../distributions/normal";
import { requireConfidence, requireThat } from "../require-that";
import { midranks } from "./midranks";
import { EXACT_RANK_SUM, rankSumQuantile, rankSumVariance } from "./rank-sum";
import { selectByCount } from "./select-by-count";

/**
 * The two-sample Hodges–Lehmann estimate: the median of all differences xᵢ − yⱼ. It estimates by
 * how much x is shifted against y, two samples of one shape.
 *
 * @param x finite, at least one
 * @param y finite, at least one
 * @returns in the unit of the values
 * @throws RangeError without values, or for one that is not finite
 * @see J. L. Hodges and E. L. Lehmann, Annals of Mathematical Statistics 34 (1963)
 */
export function hodgesLehmannShift(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const differences = allDifferences(x, y);
  const lower = differences.select(Math.ceil(differences.count / 2));
  if (differences.count % 2 === 1) return lower;
  return (lower + differences.select(differences.count / 2 + 1)) / 2;
}

/**
 * The interval of that shift which inverts the two-sided rank-sum test: exact for at most 50 values
 * each without equal values in a sample, else by the normal approximation.
 *
 * @returns the bounds, null where so few values cannot bound the shift at this confidence
 * @throws RangeError without values, for one that is not finite, or a confidence outside of 0..1
 * @see M. Hollander, D. A. Wolfe and E. Chicken, Nonparametric Statistical Methods, 3rd ed., §4.3
 */
export function rankSumInterval(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  confidence = 0.95,
): [number | null, number | null] {
  requireConfidence(confidence);
  const differences = allDifferences(x, y);
  const rank = boundingRank(x, y, (1 - confidence) / 2);
  if (rank < 1) return [null, null];
  return [differences.select(rank), differences.select(differences.count + 1 - rank)];
}

function boundingRank(x: ArrayLike<number>, y: ArrayLike<number>, tail: number): number {
  const m = x.length;
  const n = y.length;
  // Only values equal within a sample stay tied whatever the shift.
  const tieSum = midranks(x).tieSum + midranks(y).tieSum;
  if (tieSum === 0 && m <= EXACT_RANK_SUM && n <= EXACT_RANK_SUM)
    return rankSumQuantile(tail, m, n);
  const deviation = Math.sqrt(rankSumVariance(m, n, tieSum));
  const rank = Math.floor((m * n) / 2 + normalQuantile(tail) * deviation + 0.5);
  return Math.min(rank, Math.ceil((m * n) / 2));
}

function allDifferences(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): { count: number; select: (k: number) => number } {
  requireThat(
    x.length > 0 && y.length > 0,
    "the Hodges–Lehmann shift needs at least one value in each sample",
  );
  const xs = Float64Array.from(x).sort();
  const ys = Float64Array.from(y).sort();
  requireThat(
    xs.every((value) => Number.isFinite(value)) && ys.every((value) => Number.isFinite(value)),
    "the Hodges–Lehmann shift needs finite values",
  );
  // xᵢ − yⱼ ≤ t holds from some j on, and that j grows with xᵢ.
  const countUpTo = (t: number): number => {
    let count = 0;
    let j = 0;
    for (const value of xs) {
      while (j < ys.length && value - (ys[j] as number) > t) j++;
      count += ys.length - j;
    }
    return count;
  };
  const smallest = (xs[0] as number) - (ys[ys.length - 1] as number);
  const largest = (xs[xs.length - 1] as number) - (ys[0] as number);
  return {
    count: xs.length * ys.length,
    select: (k) => selectByCount(k, countUpTo, smallest, largest),
  };
}
