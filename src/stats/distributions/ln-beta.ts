import { lnGamma } from "./ln-gamma";

/**
 * The natural logarithm of the beta function, ln Γ(a) + ln Γ(b) − ln Γ(a + b), to about 1e-15 of the
 * largest of the three.
 *
 * @param a finite, > 0
 * @param b finite, > 0
 * @throws RangeError outside of that
 */
export function lnBeta(a: number, b: number): number {
  return lnGamma(a) + lnGamma(b) - lnGamma(a + b);
}
