import { requireSameLength, requireSample, requireThat } from "../require-that";
import type { Moments } from "./moments";

/**
 * Moments of a mean whose values come in clusters, such as all requests of one user: values of one
 * cluster resemble each other, so that it is the clusters that are independent, and that are counted.
 * The mean is a ratio of sums over clusters; its variance is that of their residuals (delta method).
 * Clusters of very different sizes are worth fewer than they are: a mean that hangs on one of twenty is
 * known as one of two would be.
 *
 * @param values finite
 * @param clusters the cluster of each value; at least two different ones
 * @returns n is the number of clusters of one size that they are worth, (Σm)²/Σm² of their sizes m and
 *   at least 2; variance/n is the squared standard error of the mean
 * @throws RangeError outside of that
 * @see A. Deng, U. Knoblich and J. Lu, "Applying the Delta Method in Metric Analytics", KDD 2018, §3;
 *   A. Carter, K. Schnepel and D. Steigerwald, Review of Economics and Statistics 99 (2017), on n
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
  const sizes = new Map<string | number, number>();
  clusters.forEach((cluster, i) => {
    const residual = (values[i] as number) - origin - mean;
    residuals.set(cluster, (residuals.get(cluster) ?? 0) + residual);
    sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  });
  requireThat(sizes.size >= 2, `a mean over clusters needs two of them, not ${sizes.size}`);
  let squares = 0;
  for (const residual of residuals.values()) squares += residual * residual;
  let sizeSquares = 0;
  for (const size of sizes.values()) sizeSquares += size * size;
  const n = Math.max(2, values.length ** 2 / sizeSquares);
  const clusterSize = values.length / n;
  return { n, mean: origin + mean, variance: squares / (n - 1) / (clusterSize * clusterSize) };
}
