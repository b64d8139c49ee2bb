import { quantile } from "../percentile";
import { requireThat } from "../require-that";

const FEWEST_BATCHES = 20;
const BATCH_GROWTH = 1.5;
/** One-sided 5 % point of the normal distribution: a lag-1 correlation below it is not significant. */
const NOT_SIGNIFICANT = 1.645;
/** So few exceedances show their own clustering badly. */
const FEW = 10;
/** Quantiles whose exceedances are frequent enough to show how values cluster. */
const FREQUENT = [0.9, 0.5] as const;

/**
 * How many independent observations a 0/1 series in arrival order is worth, by batch means: the
 * batches grow by half until their means are no longer correlated (lag-1 r₁ < 1.645/√m) or only 20
 * batches are left; then n_eff = n·π(1−π) / (b·Var(batch means)), at most n.
 *
 * @param indicator 0 or 1 each, in order of arrival
 * @returns from 0 to n; n for a series without any change, which shows nothing about clustering
 * @throws RangeError for an empty series
 * @see A. M. Law, Simulation Modeling and Analysis, 5th ed., §9.5.3 (batch means)
 */
export function effectiveSampleSize(indicator: ArrayLike<number>): number {
  const n = indicator.length;
  requireThat(n > 0, "an effective sample size needs at least one observation");
  let share = 0;
  for (let i = 0; i < n; i++) share += indicator[i] as number;
  share /= n;
  if (share === 0 || share === 1) return n;
  // Estimated like the variance of the batches, so that batches of one are worth exactly n.
  const single = (share * (1 - share) * n) / (n - 1);
  for (let batch = 1; ; batch = Math.ceil(batch * BATCH_GROWTH)) {
    const means = batchMeans(indicator, batch);
    const { variance, lag1 } = varianceAndLag1(means);
    const lastBatch = Math.floor(n / Math.ceil(batch * BATCH_GROWTH)) < FEWEST_BATCHES;
    if (lag1 < NOT_SIGNIFICANT / Math.sqrt(means.length) || lastBatch) {
      return variance > 0 ? Math.min(n, (n * single) / (batch * variance)) : n;
    }
  }
}

/**
 * The effective sample size of the indicator "value > threshold", in arrival order: what a count of
 * values over a limit is worth.
 *
 * With no value over the threshold (or all) the series is constant and says nothing, so the
 * indicator at the sample's p90 is taken, or at its median where ties leave p90 empty. The same
 * guards a handful of exceedances, with the smaller of the two sizes: one more value over the limit
 * must not make the sample look larger and the limit easier to meet.
 *
 * @param values in order of arrival; Infinity is allowed
 * @returns from 0 to the number of values
 * @throws RangeError without values, or for NaN
 */
export function effectiveSampleSizeOver(values: ArrayLike<number>, threshold: number): number {
  requireThat(values.length > 0, "an effective sample size needs at least one observation");
  const own = exceedances(values, threshold);
  const rarer = Math.min(own.count, values.length - own.count);
  const size = effectiveSampleSize(own.indicator);
  if (rarer >= FEW) return size;
  const sorted = Float64Array.from(values).sort();
  for (const p of FREQUENT) {
    const frequent = exceedances(values, quantile(sorted, p));
    if (frequent.count > 0) return Math.min(size, effectiveSampleSize(frequent.indicator));
  }
  return size;
}

function exceedances(
  values: ArrayLike<number>,
  threshold: number,
): { indicator: Uint8Array; count: number } {
  const indicator = new Uint8Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    requireThat(!Number.isNaN(value), "an effective sample size needs numbers, not NaN");
    if (value > threshold) {
      indicator[i] = 1;
      count++;
    }
  }
  return { indicator, count };
}

/** Means of consecutive batches; a remainder shorter than a batch is left out. */
function batchMeans(series: ArrayLike<number>, size: number): Float64Array {
  const means = new Float64Array(Math.floor(series.length / size));
  for (let batch = 0; batch < means.length; batch++) {
    let sum = 0;
    for (let i = batch * size; i < (batch + 1) * size; i++) sum += series[i] as number;
    means[batch] = sum / size;
  }
  return means;
}

function varianceAndLag1(values: Float64Array): { variance: number; lag1: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let squares = 0;
  let products = 0;
  for (let i = 0; i < values.length; i++) {
    const deviation = (values[i] as number) - mean;
    squares += deviation * deviation;
    if (i > 0) products += deviation * ((values[i - 1] as number) - mean);
  }
  if (squares === 0) return { variance: 0, lag1: 0 };
  return { variance: squares / (values.length - 1), lag1: products / squares };
}
