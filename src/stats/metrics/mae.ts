import { requirePairs } from "./paired-values";

/**
 * The mean absolute error, in the unit of the values.
 *
 * @throws RangeError for no rows, or arrays of different length
 * @see scikit-learn `mean_absolute_error`
 */
export function mae(truth: ArrayLike<number>, predicted: ArrayLike<number>): number {
  requirePairs(truth, predicted);
  let sum = 0;
  for (let i = 0; i < truth.length; i++) {
    sum += Math.abs((predicted[i] as number) - (truth[i] as number));
  }
  return sum / truth.length;
}
