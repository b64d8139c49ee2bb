import { requireProbability } from "../require-that";

/**
 * Holm's adjusted p-values of several tests: rejecting those of at most α rejects anything that is
 * true with a probability of at most α, however the tests depend on each other.
 *
 * @param pValues from 0 to 1
 * @returns in the same order, from 0 to 1, none below its p-value
 * @throws RangeError for a p-value outside of 0..1
 * @see S. Holm, Scandinavian Journal of Statistics 6 (1979)
 */
export function holm(pValues: readonly number[]): number[] {
  const adjusted = pValues.map(() => 0);
  let largest = 0;
  ascending(pValues).forEach((index, rank) => {
    largest = Math.max(largest, (pValues.length - rank) * (pValues[index] as number));
    adjusted[index] = Math.min(1, largest);
  });
  return adjusted;
}

/** The indices of the p-values, smallest first. */
export function ascending(pValues: readonly number[]): number[] {
  for (const p of pValues) requireProbability(p, "a p-value");
  return pValues
    .map((_, index) => index)
    .sort((i, j) => (pValues[i] as number) - (pValues[j] as number));
}
