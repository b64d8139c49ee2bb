import { requireSameLength, requireSample, requireThat } from "../require-that";
import type { Moments } from "./moments";

/**
 * Moments of a mean whose values come in clusters, such as all requests of one user: values of one
 * cluster resemble each other, so that it is the clusters that are independent, and that are counted.
 * The mean is a ratio of sums over clusters; its variance is that of their residuals (delta method).
 *
 * @param values finite
 * @param clusters the cluster of each value; at least two different ones
 * @returns n is the number of clusters, and variance/n the squared standard error of the mean
 * @throws RangeError outside of that
 * @see A. Deng, U. Knoblich and J. Lu, "Applying the Delta Method in Metric Analytics", KDD 2018, §3
 */
export function clusteredMoments(
  values: ArrayLike<number>,
  clusters: readonly (string | number)[],
): Moments {
  requireSample(values, "a mean over clusters", 2);
  requireSameLength(values, clusters, "a mean over clusters");
  // Relative to the first value, so that values that do not vary have a variance of exactly 0.
  const origin = values[0] as number;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] as number) - origin;
  const mean = sum / values.length;
  const residuals = new Map<string | number, number>();
  clusters.forEach((cluster, i) => {
    const residual = (values[i] as number) - origin - mean;
    residuals.set(cluster, (residuals.get(cluster) ?? 0) + residual);
  });
  const n = residuals.size;
  requireThat(n >= 2, `a mean over clusters needs two of them, not ${n}`);
  let squares = 0;
  for (const residual of residuals.values()) squares += residual * residual;
  const clusterSize = values.length / n;
  return { n, mean: origin + mean, variance: squares / (n - 1) / (clusterSize * clusterSize) };
}
