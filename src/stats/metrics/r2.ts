import { requirePairs } from "./paired-values";

/**
 * The coefficient of determination, 1 − Σ(yᵢ − ŷᵢ)²/Σ(yᵢ − ȳ)²: at most 1, below 0 where the mean
 * of the truth would have predicted better. A constant truth scores 1 if it is met exactly, else 0.
 *
 * @returns NaN for a single row, which has no variation to explain
 * @throws RangeError for no rows, or arrays of different length
 * @see scikit-learn `r2_score` (`force_finite=True`)
 */
export function r2(truth: ArrayLike<number>, predicted: ArrayLike<number>): number {
  requirePairs(truth, predicted);
  const n = truth.length;
  if (n < 2) return Number.NaN;
  // Deviations from the first value, so that a constant truth has exactly its own mean.
  const first = truth[0] as number;
  let mean = first;
  for (let i = 1; i < n; i++) mean += ((truth[i] as number) - first) / n;
  let residual = 0;
  let total = 0;
  for (let i = 0; i < n; i++) {
    residual += ((truth[i] as number) - (predicted[i] as number)) ** 2;
    total += ((truth[i] as number) - mean) ** 2;
  }
  if (residual === 0) return 1;
  return total === 0 ? 0 : 1 - residual / total;
}
