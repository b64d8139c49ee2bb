import { continuedFraction } from "./continued-fraction";
import { devianceTerm } from "./deviance-term";
import { stirlingError } from "./ln-gamma";
import { requireThat } from "./require-that";

/**
 * The regularized incomplete beta function I_x(a, b): the cumulative distribution at x of a beta
 * variable with the shapes a and b.
 *
 * @param x from 0 to 1
 * @param a shape, finite, > 0
 * @param b shape, finite, > 0
 * @throws RangeError outside of that
 * @see DLMF §8.17.22 (continued fraction); the factor in front by Loader's method
 */
export function regularizedBeta(x: number, a: number, b: number): number {
  return betaTails(x, 1 - x, a, b).lower;
}

/** The upper part 1 − I_x(a, b), without the loss of digits of that subtraction. */
export function regularizedBetaComplement(x: number, a: number, b: number): number {
  return betaTails(x, 1 - x, a, b).upper;
}

export interface BetaTails {
  lower: number;
  upper: number;
  /** x^a·y^b / B(a, b): the density of the beta variable's logit. */
  logitDensity: number;
}

/**
 * Both tails at x, with the complement y = 1 − x stated by the caller, who may know it to more
 * digits than the subtraction would leave (Student's t does, and so does the quantile).
 */
export function betaTails(x: number, y: number, a: number, b: number): BetaTails {
  requireThat(
    a > 0 && b > 0 && Number.isFinite(a) && Number.isFinite(b),
    `the incomplete beta function needs finite shapes > 0, not ${a} and ${b}`,
  );
  requireThat(x >= 0 && y >= 0 && x <= 1, `the incomplete beta function needs x in 0..1, not ${x}`);
  const logitDensity = densityOfLogit(x, y, a, b);
  // The fraction converges fast on its own side of the mean; the other tail mirrors it.
  if (x < (a + 1) / (a + b + 2)) {
    const lower = logitDensity === 0 ? 0 : logitDensity / a / fraction(x, a, b);
    return { lower, upper: 1 - lower, logitDensity };
  }
  const upper = logitDensity === 0 ? 0 : logitDensity / b / fraction(y, b, a);
  return { lower: 1 - upper, upper, logitDensity };
}

function densityOfLogit(x: number, y: number, a: number, b: number): number {
  const n = a + b;
  const exponent =
    stirlingError(n) -
    stirlingError(a) -
    stirlingError(b) -
    devianceTerm(a, n * x) -
    devianceTerm(b, n * y);
  return Math.sqrt(((a / n) * b) / (2 * Math.PI)) * Math.exp(exponent);
}

/** x^a·y^b / (a·B(a, b)·I_x(a, b)). */
function fraction(x: number, a: number, b: number): number {
  const term = (n: number): number => {
    const m = Math.floor(n / 2);
    return n % 2 === 0
      ? (m / (a + n - 1)) * ((b - m) / (a + n)) * x
      : -((a + m) / (a + n - 1)) * ((a + b + m) / (a + n)) * x;
  };
  return continuedFraction(1, term, () => 1);
}
