import { requireThat } from "../require-that";

/** Every metric compares a truth with a prediction row by row; of no rows there is no metric. */
export function requirePairs(truth: ArrayLike<unknown>, predicted: ArrayLike<unknown>): void {
  requireThat(
    truth.length === predicted.length,
    `a metric needs as many predictions as truths, not ${predicted.length} for ${truth.length}`,
  );
  requireThat(truth.length > 0, "a metric needs at least one row");
}
