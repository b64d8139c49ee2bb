import { type ConfusionMatrix, confusionMatrix, type Label } from "./confusion-matrix";

export interface Scores {
  /** Right among those predicted as the class. */
  precision: number;
  /** Found among those of the class. */
  recall: number;
  /** Harmonic mean of the two. */
  f1: number;
}

export interface ClassScores extends Scores {
  label: Label;
  /** Rows of this class. */
  support: number;
}

export type Average = "macro" | "micro" | "weighted";

/**
 * Precision, recall and F1 of each class, in the order of the matrix; a share of nothing is 0
 * (`zero_division=0`).
 *
 * @param none the label of predictions that were not made. It is no class. Such a row counts as a
 *   wrong prediction of every class but its own: left out, a model that answers only what is easy
 *   would have the best precision.
 * @see scikit-learn `precision_recall_fscore_support`
 */
export function scoreClasses({ labels, counts }: ConfusionMatrix, none?: Label): ClassScores[] {
  const unmade = labels.indexOf(none as Label);
  const column = (j: number) => counts.map((row) => row[j] ?? 0);
  const missing = column(unmade);
  return labels.flatMap((label, i) => {
    if (i === unmade) return [];
    const row = counts[i] as number[];
    const support = sum(row);
    const predicted = sum(column(i)) + sum(missing) - (missing[i] as number);
    return [{ label, support, ...scores(row[i] as number, predicted, support) }];
  });
}

/**
 * The average over classes: `macro` counts every class alike, `weighted` by its rows, `micro` pools
 * the counts (where each row has one label, that is the accuracy). Classes that occur only as
 * predictions take part, as in scikit-learn.
 *
 * @param none as with `scoreClasses`
 */
export function averageScores(matrix: ConfusionMatrix, average: Average, none?: Label): Scores {
  const classes = scoreClasses(matrix, none);
  const rows = sum(classes.map(({ support }) => support));
  if (average === "micro") {
    const right = sum(matrix.counts.map((row, i) => row[i] as number));
    return scores(right, rows, rows);
  }
  const weight = (score: ClassScores): number => (average === "macro" ? 1 : score.support);
  // Divided once, so that the mean of ones is one.
  const mean = (measure: keyof Scores): number =>
    sum(classes.map((score) => weight(score) * score[measure])) / sum(classes.map(weight));
  return { precision: mean("precision"), recall: mean("recall"), f1: mean("f1") };
}

/**
 * The scores of one class against all others, or their average over classes. A class that occurs
 * neither as truth nor as prediction scores 0.
 *
 * @param none as with `scoreClasses`
 * @throws RangeError for no rows, or arrays of different length
 */
export function precisionRecallF1(
  truth: readonly Label[],
  predicted: readonly Label[],
  over: Average | { label: Label },
  none?: Label,
): Scores {
  const matrix = confusionMatrix(truth, predicted);
  if (typeof over === "string") return averageScores(matrix, over, none);
  const found = scoreClasses(matrix, none).find(({ label }) => label === over.label);
  const { precision, recall, f1 } = found ?? scores(0, 0, 0);
  return { precision, recall, f1 };
}

function scores(right: number, predicted: number, actual: number): Scores {
  return {
    precision: share(right, predicted),
    recall: share(right, actual),
    f1: share(2 * right, predicted + actual),
  };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
