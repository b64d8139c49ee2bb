import { ascending } from "./holm";

/**
 * Benjamini and Hochberg's adjusted p-values: of those of at most α, on average at most a share of
 * α is rejected wrongly, for tests that are independent or depend on each other positively. For
 * reports; gates use `holm.ts`.
 *
 * @param pValues from 0 to 1
 * @returns in the same order, from 0 to 1, none below its p-value
 * @throws RangeError for a p-value outside of 0..1
 * @see Y. Benjamini and Y. Hochberg, Journal of the Royal Statistical Society B 57 (1995)
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const adjusted = pValues.map(() => 0);
  let smallest = 1;
  ascending(pValues)
    .reverse()
    .forEach((index, fromTop) => {
      const rank = pValues.length - fromTop;
      smallest = Math.min(smallest, (pValues.length / rank) * (pValues[index] as number));
      adjusted[index] = smallest;
    });
  return adjusted;
}
