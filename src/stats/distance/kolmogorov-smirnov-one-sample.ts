import { kolmogorovTail } from "../distributions/kolmogorov";
import { requireProbability, requireSample } from "../require-that";

/**
 * The two-sided Kolmogorov–Smirnov test whether values come from a continuous distribution that is
 * fully known: D is the largest distance between its distribution function and that of the sample.
 * Not for a distribution whose parameters were estimated from the same values (p is then too large).
 *
 * @param values finite, at least one
 * @param cdf the distribution function: from 0 to 1, never falling
 * @returns D, and the probability of one at least as large
 * @throws RangeError outside of that
 * @see A. N. Kolmogorov, Giornale dell'Istituto Italiano degli Attuari 4 (1933)
 */
export function kolmogorovSmirnovOneSample(
  values: ArrayLike<number>,
  cdf: (value: number) => number,
): { statistic: number; pValue: number } {
  requireSample(values, "the Kolmogorov–Smirnov test");
  const n = values.length;
  let statistic = 0;
  Float64Array.from(values)
    .sort()
    .forEach((value, i) => {
      const share = cdf(value);
      requireProbability(share, `the distribution function at ${value}`);
      statistic = Math.max(statistic, (i + 1) / n - share, share - i / n);
    });
  return { statistic, pValue: kolmogorovTail(statistic, n) };
}

/**
 * That test for the gaps between the arrivals of a Poisson process.
 *
 * @param gaps ≥ 0, in any unit
 * @param rate arrivals per that unit, > 0
 */
export function exponentialGapsTest(
  gaps: ArrayLike<number>,
  rate: number,
): { statistic: number; pValue: number } {
  return kolmogorovSmirnovOneSample(gaps, (gap) => -Math.expm1(-rate * Math.max(0, gap)));
}
