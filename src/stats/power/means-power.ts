import { normalCdf } from "../distributions/normal";
import { requirePositive } from "../require-that";
import { type Planning, planningQuantiles } from "./planning";

/**
 * The power of a comparison of two means with n in each arm, by the normal approximation, which is
 * good from some 30 an arm on. Rejections on the wrong side are not counted.
 *
 * @param n requests an arm, > 0
 * @param difference to be found, > 0, in the unit of the deviation
 * @param deviation standard deviation of one value, > 0
 * @returns from 0 to 1
 * @throws RangeError outside of that
 * @see W. G. Cochran and G. M. Cox, Experimental Designs, 2nd ed., 1957, §2.2
 */
export function meansPower(
  n: number,
  difference: number,
  deviation: number,
  planning: Omit<Planning, "power"> = {},
): number {
  requirePositive(n, "the number of requests an arm");
  requirePositive(difference, "the difference to be found");
  requirePositive(deviation, "the standard deviation");
  return normalCdf(difference / (deviation * Math.sqrt(2 / n)) - planningQuantiles(planning).level);
}

/** The requests an arm, not rounded, at which that power is reached: 2σ²(z + z)²/δ². */
export function meansSampleSize(
  difference: number,
  deviation: number,
  planning: Planning = {},
): number {
  requirePositive(difference, "the difference to be found");
  requirePositive(deviation, "the standard deviation");
  const { level, power } = planningQuantiles(planning);
  return 2 * (((level + power) * deviation) / difference) ** 2;
}
