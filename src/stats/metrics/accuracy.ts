import type { Label } from "./confusion-matrix";
import { requirePairs } from "./paired-values";

/**
 * The share of rows whose predicted label equals the true one, from 0 to 1.
 *
 * @throws RangeError for no rows, or arrays of different length
 * @see scikit-learn `accuracy_score`
 */
export function accuracy(truth: readonly Label[], predicted: readonly Label[]): number {
  requirePairs(truth, predicted);
  return truth.filter((label, i) => label === predicted[i]).length / truth.length;
}
