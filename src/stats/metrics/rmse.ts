import { requirePairs } from "./paired-values";

/**
 * The root of the mean squared error, in the unit of the values.
 *
 * @throws RangeError for no rows, or arrays of different length
 * @see scikit-learn `root_mean_squared_error`
 */
export function rmse(truth: ArrayLike<number>, predicted: ArrayLike<number>): number {
  requirePairs(truth, predicted);
  let squares = 0;
  for (let i = 0; i < truth.length; i++) {
    squares += ((predicted[i] as number) - (truth[i] as number)) ** 2;
  }
  return Math.sqrt(squares / truth.length);
}
