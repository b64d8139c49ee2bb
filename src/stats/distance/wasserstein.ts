import { requireSample } from "../require-that";

/**
 * The Wasserstein-1 distance of two samples: how far, on average, values must be moved to make one
 * sample the other; the area between their distribution functions.
 *
 * @param x finite, at least one
 * @param y finite, at least one
 * @returns in the unit of the values, ≥ 0
 * @throws RangeError outside of that
 * @see S. S. Vallender, Theory of Probability and its Applications 18 (1974)
 */
export function wasserstein(x: ArrayLike<number>, y: ArrayLike<number>): number {
  requireSample(x, "the Wasserstein distance");
  requireSample(y, "the Wasserstein distance");
  const xs = Float64Array.from(x).sort();
  const ys = Float64Array.from(y).sort();
  let [i, j, area] = [0, 0, 0];
  let at = Math.min(xs[0] as number, ys[0] as number);
  while (i < xs.length || j < ys.length) {
    const next = Math.min(xs[i] ?? Number.POSITIVE_INFINITY, ys[j] ?? Number.POSITIVE_INFINITY);
    area += Math.abs(i / xs.length - j / ys.length) * (next - at);
    at = next;
    while (xs[i] === at) i++;
    while (ys[j] === at) j++;
  }
  return area;
}
