import { requireThat } from "../require-that";
import { continuedFraction } from "./continued-fraction";
import { devianceTerm } from "./deviance-term";
import { stirlingError } from "./ln-gamma";

/**
 * The regularized lower incomplete gamma function P(a, x) = γ(a, x)/Γ(a): the cumulative
 * distribution at x of a gamma variable with shape a and scale 1.
 *
 * @param a shape, finite, > 0
 * @param x ≥ 0, may be Infinity
 * @throws RangeError outside of that
 * @see DLMF §8.7.1 (series) and the even part of §8.9.2 (continued fraction); the factor in front is Loader's
 */
export function regularizedGammaLower(a: number, x: number): number {
  return gammaTails(a, x).lower;
}

/** The upper part Q(a, x) = 1 − P(a, x), without the loss of digits of that subtraction. */
export function regularizedGammaUpper(a: number, x: number): number {
  return gammaTails(a, x).upper;
}

export interface GammaTails {
  lower: number;
  upper: number;
  /** x^a·e^(−x)/Γ(a): the density of the gamma variable's logarithm. */
  logDensity: number;
}

/** Both tails at once, with what a quantile needs for its steps. */
export function gammaTails(a: number, x: number): GammaTails {
  requireThat(
    a > 0 && Number.isFinite(a) && x >= 0,
    `the incomplete gamma function needs a > 0 and x >= 0, not ${a} and ${x}`,
  );
  if (x === 0) return { lower: 0, upper: 1, logDensity: 0 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0, logDensity: 0 };
  // x^a·e^(−x)/Γ(a+1), free of the cancellation between lnΓ and the powers.
  const factor = Math.exp(-stirlingError(a) - devianceTerm(a, x)) / Math.sqrt(2 * Math.PI * a);
  if (x < a + 1) {
    const lower = factor * series(a, x);
    return { lower, upper: 1 - lower, logDensity: factor * a };
  }
  const upper = (factor * a) / fraction(a, x);
  return { lower: 1 - upper, upper, logDensity: factor * a };
}

/** Σ xⁿ / ((a+1)…(a+n)). */
function series(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; ; n++) {
    term *= x / (a + n);
    const next = sum + term;
    if (next === sum) return sum;
    sum = next;
  }
}

/** x^a·e^(−x) / Γ(a, x). */
function fraction(a: number, x: number): number {
  return continuedFraction(
    x + 1 - a,
    (n) => -n * (n - a),
    (n) => x + 1 - a + 2 * n,
  );
}
