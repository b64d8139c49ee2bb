import { clusteredMoments } from "../../stats/means/clustered-moments";
import { type Moments, momentsOf } from "../../stats/means/moments";
import { clusteredShare } from "../../stats/proportions/clustered-share";
import type { Share } from "../../stats/proportions/share";
import type { Arm } from "../assignment/arms";

export const ALPHA = 0.05;

/** The values of one measure on both sides, without those that are missing. */
export interface ArmValues {
  candidate: Float64Array;
  baseline: Float64Array;
  /**
   * With a key, its value for each of them: whole values of it were assigned to the sides and not
   * requests, and the requests of one resemble each other. Left out where each request was assigned.
   */
  keys?: Readonly<Record<Arm, readonly string[]>>;
}

/** What was assigned by chance, and is therefore independent: requests, or values of the key. */
export function countUnits(values: ArmValues, arm: Arm): number {
  return values.keys ? new Set(values.keys[arm]).size : values[arm].length;
}

export function momentsOfArm(values: ArmValues, arm: Arm): Moments {
  return values.keys ? clusteredMoments(values[arm], values.keys[arm]) : momentsOf(values[arm]);
}

/** Of zeros and ones: how many are ones, of so many independent ones as the values are worth. */
export function shareOfArm(values: ArmValues, arm: Arm): Share {
  const own = values[arm];
  if (values.keys) return clusteredShare(own, values.keys[arm], ALPHA);
  return { successes: own.reduce((sum, value) => sum + value, 0), trials: own.length };
}
