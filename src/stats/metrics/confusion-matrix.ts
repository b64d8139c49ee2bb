import { requirePairs } from "./paired-values";

/** Labels are compared with `===`: "1" and 1 are two classes. */
export type Label = string | number | boolean;

export interface ConfusionMatrix {
  /** Every label that occurs as truth or prediction, in ascending order. */
  labels: Label[];
  /** `counts[i][j]`: rows of class `labels[i]` that were predicted as `labels[j]`. */
  counts: number[][];
}

/**
 * How often each class was predicted as each class.
 *
 * @throws RangeError for no rows, or arrays of different length
 * @see scikit-learn `confusion_matrix`
 */
export function confusionMatrix(
  truth: readonly Label[],
  predicted: readonly Label[],
): ConfusionMatrix {
  requirePairs(truth, predicted);
  const labels = [...new Set([...truth, ...predicted])].sort(ascending);
  const position = new Map(labels.map((label, i) => [label, i]));
  const counts = labels.map(() => labels.map(() => 0));
  truth.forEach((label, i) => {
    const row = counts[position.get(label) as number] as number[];
    const column = position.get(predicted[i] as Label) as number;
    row[column] = (row[column] as number) + 1;
  });
  return { labels, counts };
}

/** By code unit, not by locale, so that every machine reports the same order. */
function ascending(a: Label, b: Label): number {
  if (typeof a !== typeof b) return typeof a < typeof b ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
