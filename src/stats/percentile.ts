import { binomialQuantile } from "./distributions/binomial";
import { requireConfidence, requireProbability, requireThat } from "./require-that";

/**
 * The sample quantile at p by linear interpolation between order statistics (type 7, the default
 * of R and NumPy).
 *
 * @param sorted ascending, at least one value; Infinity is allowed (a request that never answered)
 * @param p from 0 to 1
 * @returns in the unit of the values
 * @throws RangeError without values, or p outside of 0..1
 * @see R. J. Hyndman and Y. Fan, The American Statistician 50 (1996), definition 7
 */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  requireThat(sorted.length > 0, "a quantile needs at least one value");
  requireProbability(p, "p");
  const position = (sorted.length - 1) * p;
  const below = sorted[Math.floor(position)] as number;
  const above = sorted[Math.ceil(position)] as number;
  // Equal ends first: Infinity − Infinity has no value.
  return below === above ? below : below + (position - Math.floor(position)) * (above - below);
}

/** The middle of values in any order, or half-way between the two middle ones. */
export function median(values: ArrayLike<number>): number {
  return quantile(Float64Array.from(values).sort(), 0.5);
}

/**
 * The distribution-free interval of a quantile between two order statistics, [X₍ₗ₎, X₍ᵤ₎] with
 * l = BinInv(α/2; n, p) and u = BinInv(1−α/2; n, p) + 1.
 *
 * Queueing makes neighbours alike, so n values are worth fewer independent ones (see
 * `load/effective-sample-size.ts`). The ranks are then those of that smaller sample, spread over the
 * real one and rounded outwards.
 *
 * @param sorted ascending
 * @param p between 0 and 1
 * @param effectiveSize from 1 to the number of values; rounded down
 * @returns the bounds in the unit of the values, null where so few values have no rank that far out
 * @throws RangeError outside of that
 * @see H. A. David and H. N. Nagaraja, Order Statistics, 3rd ed., §7.1
 */
export function percentileInterval(
  sorted: ArrayLike<number>,
  p: number,
  confidence = 0.95,
  effectiveSize = sorted.length,
): [number | null, number | null] {
  const n = sorted.length;
  requireProbability(p, "p");
  requireConfidence(confidence);
  requireThat(
    effectiveSize >= 0 && effectiveSize <= n,
    `the effective size must lie between 0 and the ${n} values, not ${effectiveSize}`,
  );
  const size = Math.floor(effectiveSize);
  const tail = (1 - confidence) / 2;
  const lower = binomialQuantile(tail, size, p);
  const upper = binomialQuantile(1 - tail, size, p) + 1;
  const spread = (n + 1) / (size + 1);
  return [
    lower < 1 ? null : (sorted[Math.floor(lower * spread) - 1] as number),
    upper > size ? null : (sorted[Math.ceil(upper * spread) - 1] as number),
  ];
}
