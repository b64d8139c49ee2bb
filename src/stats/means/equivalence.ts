import { requireThat } from "../require-that";
import { type MeanDifference, tTest } from "./mean-difference";

/**
 * Two one-sided tests (TOST): whether a difference lies between two margins. It does, at level α,
 * where p ≤ α, which is where the interval of confidence 1 − 2α lies between them.
 *
 * Gives p for both sides, too: `above` that the difference is over the lower margin (non-inferiority
 * of what should be large), `below` that it is under the upper one (of what should be small).
 *
 * @param difference of `welch`, `relativeWelch` or `pairedT`
 * @param low lower margin, in the unit of the difference
 * @param high upper margin, above `low`
 * @throws RangeError for margins that are not finite and ascending
 * @see D. J. Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15 (1987)
 */
export function equivalence(
  difference: MeanDifference,
  low: number,
  high: number,
): { pValue: number; above: number; below: number } {
  requireThat(
    Number.isFinite(low) && Number.isFinite(high) && low < high,
    `the margins of an equivalence must be finite and ascending, not ${low} and ${high}`,
  );
  const above = tTest(difference, "greater", low).pValue;
  const below = tTest(difference, "less", high).pValue;
  return { pValue: Math.max(above, below), above, below };
}
