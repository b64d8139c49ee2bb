import type { Alternative } from "../alternative";
import { normalQuantile } from "../distributions/normal";
import { normalPValue } from "../p-value";
import { kendallVariance } from "../ranks/kendall-variance";
import { midranks } from "../ranks/midranks";
import { requireInside, requireSample } from "../require-that";
import { autocorrelation } from "./autocorrelation";
import { theilSenSlope } from "./theil-sen";

/** Windows further apart than this are taken as independent. */
const MOST_LAGS = 3;

export interface MannKendall {
  /** Σ sign(xⱼ − xᵢ) over i < j: rises less falls, from −n(n−1)/2 to n(n−1)/2. */
  s: number;
  /** Variance of S without a trend, ties and autocorrelation taken into account. */
  variance: number;
  /** By how much autocorrelation has inflated that variance, ≥ 1. */
  inflation: number;
  /** S, one nearer to 0, in standard deviations. */
  z: number;
  pValue: number;
}

/**
 * The Mann–Kendall test for a monotone trend of a series in time order, with Hamed and Rao's
 * correction for autocorrelation: the variance grows by 1 + 2/(n(n−1)(n−2)) · Σₖ (n−k)(n−k−1)(n−k−2)·rₖ,
 * where rₖ are the autocorrelations of the ranks of the series less its Theil–Sen line, of those lags
 * up to 3 at which they are significant. The correction never shrinks the variance: alternation is no
 * reason to see a trend more easily.
 *
 * @param values finite, at least 4, equally spaced in time
 * @param alternative "greater" looks for a rise
 * @param significance level at which an autocorrelation counts
 * @returns z = 0 and p = 1 for a constant series
 * @throws RangeError outside of that
 * @see K. H. Hamed and A. R. Rao, Journal of Hydrology 204 (1998); M. G. Kendall, Rank Correlation
 *   Methods, 4th ed., 1975 (variance with ties)
 */
export function mannKendall(
  values: ArrayLike<number>,
  alternative: Alternative = "two-sided",
  significance = 0.05,
): MannKendall {
  requireSample(values, "the Mann–Kendall test", 4);
  requireInside(significance, "the significance of an autocorrelation");
  const s = kendallS(values);
  const plain = kendallVariance(values.length, midranks(values).ties);
  const inflation = plain === 0 ? 1 : hamedRaoInflation(values, significance);
  const variance = plain * inflation;
  const z = variance === 0 ? 0 : (s - Math.sign(s)) / Math.sqrt(variance);
  return { s, variance, inflation, z, pValue: normalPValue(z, alternative) };
}

function hamedRaoInflation(values: ArrayLike<number>, significance: number): number {
  const n = values.length;
  const times = Array.from({ length: n }, (_, i) => i);
  const slope = theilSenSlope(times, values);
  const { ranks } = midranks(times.map((time) => (values[time] as number) - slope * time));
  const significant = -normalQuantile(significance / 2) / Math.sqrt(n);
  let sum = 0;
  for (let lag = 1; lag <= Math.min(MOST_LAGS, n - 3); lag++) {
    const r = autocorrelation(ranks, lag);
    if (Math.abs(r) > significant) sum += (n - lag) * (n - lag - 1) * (n - lag - 2) * r;
  }
  return Math.max(1, 1 + (2 * sum) / (n * (n - 1) * (n - 2)));
}

function kendallS(values: ArrayLike<number>): number {
  let s = 0;
  for (let i = 0; i < values.length; i++) {
    for (let j = i + 1; j < values.length; j++) {
      const step = (values[j] as number) - (values[i] as number);
      s += step > 0 ? 1 : step < 0 ? -1 : 0;
    }
  }
  return s;
}
