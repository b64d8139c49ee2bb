import { requirePositive } from "../require-that";
import { gammaQuantile, gammaUpperQuantile } from "./gamma-quantile";
import { regularizedGammaLower, regularizedGammaUpper } from "./incomplete-gamma";

/**
 * P(X ≤ x) of the χ² distribution.
 *
 * @param x ≥ 0, may be Infinity
 * @param df degrees of freedom, finite, > 0, not necessarily whole
 * @throws RangeError outside of that
 * @see Abramowitz & Stegun 26.4.19: P(X ≤ x) = P(df/2, x/2)
 */
export function chiSquareCdf(x: number, df: number): number {
  requirePositive(df, "the degrees of freedom");
  return regularizedGammaLower(df / 2, x / 2);
}

/** P(X > x): the p-value of a χ² statistic, to full relative accuracy also where it is tiny. */
export function chiSquareTail(x: number, df: number): number {
  requirePositive(df, "the degrees of freedom");
  return regularizedGammaUpper(df / 2, x / 2);
}

/** The x with P(X ≤ x) = p. */
export function chiSquareQuantile(p: number, df: number): number {
  requirePositive(df, "the degrees of freedom");
  return 2 * gammaQuantile(p, df / 2);
}

/** The critical value: the x that is exceeded with probability q. */
export function chiSquareUpperQuantile(q: number, df: number): number {
  requirePositive(df, "the degrees of freedom");
  return 2 * gammaUpperQuantile(q, df / 2);
}
