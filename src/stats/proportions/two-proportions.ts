import type { Alternative } from "../alternative";
import { normalPValue } from "../p-value";
import { fisherExact } from "./fisher-exact";
import { requireTriedShare, type Share } from "./share";

/** Below it the normal approximation of a count is not trusted (W. G. Cochran, Biometrics 10, 1954). */
const FEWEST_EXPECTED = 5;

/**
 * The two-proportion z-test whether the first of two independent shares is greater, less, or another
 * than the second, with the pooled variance and without continuity correction.
 *
 * @returns z, and the probability of one at least as far out; 1 where nothing or everything succeeded
 * @throws RangeError for a count outside of its trials, or no trials
 * @see J. L. Fleiss, B. Levin and M. C. Paik, Statistical Methods for Rates and Proportions, 3rd ed., §3.1
 */
export function twoProportionZ(
  first: Share,
  second: Share,
  alternative: Alternative = "two-sided",
): { z: number; pValue: number } {
  requireTriedShare(first);
  requireTriedShare(second);
  const pooled = (first.successes + second.successes) / (first.trials + second.trials);
  const variance = pooled * (1 - pooled) * (1 / first.trials + 1 / second.trials);
  if (variance === 0) return { z: 0, pValue: 1 };
  const difference = first.successes / first.trials - second.successes / second.trials;
  const z = difference / Math.sqrt(variance);
  return { z, pValue: normalPValue(z, alternative) };
}

/**
 * That test where at least 5 successes and 5 failures are expected on each side, else Fisher's exact
 * one. For counts fixed in advance, not for looks in between.
 *
 * @param first whole counts
 * @param second whole counts
 */
export function twoProportionTest(
  first: Share,
  second: Share,
  alternative: Alternative = "two-sided",
): { pValue: number; method: "pooled-z" | "fisher-exact" } {
  requireTriedShare(first);
  requireTriedShare(second);
  const pooled = (first.successes + second.successes) / (first.trials + second.trials);
  const fewest = Math.min(first.trials, second.trials) * Math.min(pooled, 1 - pooled);
  if (fewest >= FEWEST_EXPECTED) {
    return { pValue: twoProportionZ(first, second, alternative).pValue, method: "pooled-z" };
  }
  return { pValue: fisherExact(first, second, alternative), method: "fisher-exact" };
}
