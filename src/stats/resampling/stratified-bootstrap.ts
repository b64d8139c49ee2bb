import { requireThat } from "../require-that";
import { type BootstrapOptions, percentileBounds, requireReplicates } from "./bootstrap";

/**
 * The percentile bootstrap interval of a statistic of several groups, each drawn anew from its own
 * values, with replacement: arms of an experiment, sizes of a payload. The arrays are reused
 * between calls.
 *
 * @param groups at least one, each of at least one value
 * @param statistic gets one array a group; NaN could have been anything (see `bootstrap.ts`)
 * @returns the bounds in the unit of the statistic, null where unbounded
 * @throws RangeError for no groups, an empty one, no replicates, or a confidence outside of 0..1
 * @see B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap, 1993, §8.3
 */
export function stratifiedBootstrapInterval(
  groups: readonly ArrayLike<number>[],
  statistic: (resampled: Float64Array[]) => number,
  { random, replicates = 2000, confidence = 0.95 }: BootstrapOptions,
): [number | null, number | null] {
  requireThat(
    groups.length > 0 && groups.every(({ length }) => length > 0),
    "the stratified bootstrap needs at least one group, and none empty",
  );
  requireReplicates(replicates);
  const resampled = groups.map(({ length }) => new Float64Array(length));
  const statistics = Float64Array.from({ length: replicates }, () => {
    resampled.forEach((drawn, group) => {
      const values = groups[group] as ArrayLike<number>;
      for (let i = 0; i < drawn.length; i++) {
        drawn[i] = values[Math.floor(random() * values.length)] as number;
      }
    });
    return statistic(resampled);
  });
  return percentileBounds(statistics, confidence);
}
