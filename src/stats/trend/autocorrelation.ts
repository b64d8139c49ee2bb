import { requireSample, requireThat } from "../require-that";

/**
 * The autocorrelation of a series at a lag: Σ(xᵢ − x̄)(xᵢ₊ₖ − x̄)/Σ(xᵢ − x̄)², the estimate that is
 * biased towards 0 and never beyond ±1.
 *
 * @param values finite, in order of time, more than the lag
 * @param lag whole, ≥ 0
 * @returns 0 for a constant series, which shows nothing
 * @throws RangeError outside of that
 * @see G. E. P. Box and G. M. Jenkins, Time Series Analysis, 1976, §2.1.5
 */
export function autocorrelation(values: ArrayLike<number>, lag: number): number {
  requireSample(values, "an autocorrelation");
  requireThat(
    Number.isInteger(lag) && lag >= 0 && lag < values.length,
    `the lag must be a whole number from 0 to ${values.length - 1}, not ${lag}`,
  );
  const n = values.length;
  // Relative to the first value, so that a constant series has exactly its own mean.
  const first = values[0] as number;
  let mean = first;
  for (let i = 0; i < n; i++) mean += ((values[i] as number) - first) / n;
  let squares = 0;
  let products = 0;
  for (let i = 0; i < n; i++) {
    const deviation = (values[i] as number) - mean;
    squares += deviation * deviation;
    if (i >= lag) products += deviation * ((values[i - lag] as number) - mean);
  }
  return squares === 0 ? 0 : products / squares;
}
