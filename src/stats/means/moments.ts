import { requireSample, requireThat } from "../require-that";

/** What a comparison of means needs of a sample. */
export interface Moments {
  /** Number of values. */
  n: number;
  mean: number;
  /** Sample variance, divisor n − 1, in the square of the unit. */
  variance: number;
}

/**
 * Number, mean and sample variance, in one pass that does not cancel.
 *
 * @param values finite, at least two
 * @throws RangeError outside of that
 * @see B. P. Welford, Technometrics 4 (1962)
 */
export function momentsOf(values: ArrayLike<number>): Moments {
  requireSample(values, "a variance", 2);
  // Relative to the first value: NIST's NumAcc4 (10000000.2 ± 0.1) then keeps all of its digits.
  const origin = values[0] as number;
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const value = (values[i] as number) - origin;
    const deviation = value - mean;
    mean += deviation / (i + 1);
    squares += deviation * (value - mean);
  }
  return { n: values.length, mean: origin + mean, variance: squares / (values.length - 1) };
}

export function requireMoments({ n, mean, variance }: Moments): void {
  requireThat(n >= 2 && Number.isFinite(n), `a comparison of means needs two values, not ${n}`);
  requireThat(
    Number.isFinite(mean) && variance >= 0 && Number.isFinite(variance),
    `a comparison of means needs finite moments, not a mean of ${mean} and a variance of ${variance}`,
  );
}
