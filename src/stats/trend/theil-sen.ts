import { normalQuantile } from "../distributions/normal";
import { median, quantile } from "../percentile";
import { kendallVariance } from "../ranks/kendall-variance";
import { midranks } from "../ranks/midranks";
import {
  requireConfidence,
  requirePositive,
  requireSameLength,
  requireSample,
  requireThat,
} from "../require-that";

/** The slopes of all pairs are held at once: 100 MB at this many values. */
const MOST_VALUES = 5000;

export interface TheilSen {
  /** Units of the values per unit of time. */
  slope: number;
  /** Median of the values less slope times median of the times. */
  intercept: number;
  /** Bounds of the slope, null where so few values cannot bound it at this confidence. */
  interval: [number | null, number | null];
}

export interface TheilSenOptions {
  /** Of the two-sided interval; default 0.95. */
  confidence?: number;
  /** By how much autocorrelation inflates the variance of S (see `mann-kendall.ts`); default 1. */
  inflation?: number;
}

/**
 * The Theil–Sen line: its slope is the median of the slopes between all pairs of points, and up to
 * 29 % of the values may be anything. Sen's interval lies between two of those slopes: of M slopes,
 * the ones whose ranks are (M ∓ z·√Var S)/2, rounded as by the test with its continuity correction.
 *
 * @param times finite, at least two different ones; pairs at the same time have no slope
 * @param values finite, as many
 * @throws RangeError outside of that, or for more than 5,000 values
 * @see P. K. Sen, Journal of the American Statistical Association 63 (1968)
 */
export function theilSen(
  times: ArrayLike<number>,
  values: ArrayLike<number>,
  { confidence = 0.95, inflation = 1 }: TheilSenOptions = {},
): TheilSen {
  requireConfidence(confidence);
  requirePositive(inflation, "the inflation of the variance");
  const slopes = pairwiseSlopes(times, values);
  const slope = quantile(slopes, 0.5);
  const intercept = median(values) - slope * median(times);
  const deviation = Math.sqrt(kendallVariance(values.length, midranks(values).ties) * inflation);
  const z = -normalQuantile((1 - confidence) / 2);
  const rank = Math.floor((slopes.length - z * deviation) / 2 + 0.5);
  const bound = (position: number): number | null => slopes[position] ?? null;
  return { slope, intercept, interval: [bound(rank - 1), bound(slopes.length - rank)] };
}

/** The slope alone. */
export function theilSenSlope(times: ArrayLike<number>, values: ArrayLike<number>): number {
  return quantile(pairwiseSlopes(times, values), 0.5);
}

function pairwiseSlopes(times: ArrayLike<number>, values: ArrayLike<number>): Float64Array {
  const n = values.length;
  requireSameLength(times, values, "the Theil–Sen slope");
  requireSample(times, "the Theil–Sen slope", 2);
  requireSample(values, "the Theil–Sen slope", 2);
  requireThat(
    n <= MOST_VALUES,
    `the Theil–Sen slope takes at most ${MOST_VALUES} values, not ${n}`,
  );
  const slopes = new Float64Array((n * (n - 1)) / 2);
  let count = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const span = (times[j] as number) - (times[i] as number);
      if (span !== 0) slopes[count++] = ((values[j] as number) - (values[i] as number)) / span;
    }
  }
  requireThat(count > 0, "the Theil–Sen slope needs at least two different times");
  return slopes.subarray(0, count).sort();
}
