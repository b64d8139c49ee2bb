import { normalQuantile } from "../distributions/normal";
import { studentTQuantile } from "../distributions/student-t";
import { clusteredMoments } from "../means/clustered-moments";
import { requireInside } from "../require-that";
import type { Share } from "./share";

/**
 * A share whose trials come in clusters, as a count of so many independent trials as they are worth:
 * n over the design effect (never under 1), and less where few clusters tell little of that effect.
 * Any method for independent trials that takes fractional counts can then be used. Where all trials
 * ended alike nothing tells how much the clusters matter, and each counts as one trial.
 *
 * @param values 0 or 1 each
 * @param clusters the cluster of each value; at least two different ones
 * @param alpha level of the one-sided bound that it is for
 * @throws RangeError outside of that
 * @see E. L. Korn and B. I. Graubard, Survey Methodology 24 (1998)
 */
export function clusteredShare(
  values: ArrayLike<number>,
  clusters: readonly (string | number)[],
  alpha: number,
): Share {
  requireInside(alpha, "alpha");
  const { n: count, mean, variance } = clusteredMoments(values, clusters);
  const n = values.length;
  const independent = (mean * (1 - mean)) / n;
  if (independent === 0 || variance === 0) return { successes: mean * count, trials: count };
  const effect = Math.max(1, variance / count / independent);
  const few = (normalQuantile(alpha) / studentTQuantile(alpha, count - 1)) ** 2;
  const trials = (n / effect) * few;
  return { successes: mean * trials, trials };
}
