import { requireSameLength } from "../require-that";
import type { MeanDifference } from "./mean-difference";
import { momentsOf } from "./moments";

/**
 * The comparison of the means of two measurements of the same things, first less second, by their
 * differences. Read by `tTest`, `tInterval` and `equivalence`.
 *
 * @param first finite, at least two
 * @param second as many, in the same order
 * @returns in the unit of the values
 * @throws RangeError outside of that
 * @see "Student", Biometrika 6 (1908)
 */
export function pairedT(first: ArrayLike<number>, second: ArrayLike<number>): MeanDifference {
  requireSameLength(first, second, "a paired comparison");
  return meanOf(Float64Array.from(first, (value, i) => value - (second[i] as number)));
}

/** The mean of differences that are at hand already. */
export function meanOf(differences: ArrayLike<number>): MeanDifference {
  const { n, mean, variance } = momentsOf(differences);
  return { difference: mean, standardError: Math.sqrt(variance / n), df: n - 1 };
}
