import { quantile } from "../percentile";
import type { Random } from "../random";
import { requireConfidence, requireThat } from "../require-that";

export interface BootstrapOptions {
  random: Random;
  /** Resamples; default 2000. */
  replicates?: number;
  /** Of the two-sided interval; default 0.95. */
  confidence?: number;
}

/**
 * The percentile bootstrap interval of any statistic of n rows.
 *
 * The statistic gets the drawn row indices, with replacement, and so may look at several columns of
 * the same row: two models' answers to one input stay a pair. The array is reused between calls.
 *
 * A resample on which the statistic is NaN could have been anything (see `percentileBounds`).
 *
 * @param n rows, ≥ 1
 * @returns the bounds in the unit of the statistic, null where unbounded
 * @throws RangeError for no rows, no replicates, or a confidence outside of 0..1
 * @see B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap, 1993, §13.3
 */
export function bootstrapInterval(
  n: number,
  statistic: (indices: Uint32Array) => number,
  { random, replicates = 2000, confidence = 0.95 }: BootstrapOptions,
): [number | null, number | null] {
  requireThat(Number.isInteger(n) && n >= 1, `the bootstrap needs at least one row, not ${n}`);
  requireReplicates(replicates);
  const indices = new Uint32Array(n);
  const statistics = Float64Array.from({ length: replicates }, () => {
    for (let i = 0; i < n; i++) indices[i] = Math.floor(random() * n);
    return statistic(indices);
  });
  return percentileBounds(statistics, confidence);
}

/**
 * The bounds that leave (1 − confidence)/2 of the resampled statistics outside on each side. NaN
 * counts as −∞ for the lower bound and as +∞ for the upper one.
 *
 * @returns null where unbounded
 * @throws RangeError without statistics, or for a confidence outside of 0..1
 */
export function percentileBounds(
  statistics: Float64Array,
  confidence = 0.95,
): [number | null, number | null] {
  requireConfidence(confidence);
  const bound = (p: number, undefinedAs: number): number | null => {
    const value = quantile(statistics.map((s) => (Number.isNaN(s) ? undefinedAs : s)).sort(), p);
    return Number.isFinite(value) ? value : null;
  };
  const tail = (1 - confidence) / 2;
  return [bound(tail, Number.NEGATIVE_INFINITY), bound(1 - tail, Number.POSITIVE_INFINITY)];
}

export function requireReplicates(replicates: number): void {
  requireThat(
    Number.isInteger(replicates) && replicates >= 1,
    `the bootstrap needs a whole number of replicates, not ${replicates}`,
  );
}
