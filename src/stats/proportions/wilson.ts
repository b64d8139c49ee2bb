import { normalQuantile } from "../distributions/normal";
import { requireConfidence } from "../require-that";
import { requireShare } from "./share";

/**
 * Wilson's score interval of a share: on average it covers at the confidence, for some shares a
 * little less. For display; gates use the exact interval of `clopper-pearson.ts`.
 *
 * @param successes from 0 to trials
 * @param trials ≥ 0; of 0 trials nothing is known: [0, 1]
 * @param confidence between 0 and 1, both excluded
 * @returns lower and upper bound, shares from 0 to 1
 * @throws RangeError outside of that
 * @see E. B. Wilson, Journal of the American Statistical Association 22 (1927)
 */
export function wilson(successes: number, trials: number, confidence = 0.95): [number, number] {
  requireShare({ successes, trials });
  requireConfidence(confidence);
  if (trials === 0) return [0, 1];
  const z = -normalQuantile((1 - confidence) / 2);
  const failures = trials - successes;
  const centre = successes + (z * z) / 2;
  const half = z * Math.sqrt((successes * failures) / trials + (z * z) / 4);
  const scale = trials + z * z;
  // The ends are exactly 0 and 1 there, which rounding would miss.
  return [
    successes === 0 ? 0 : (centre - half) / scale,
    failures === 0 ? 1 : (centre + half) / scale,
  ];
}
