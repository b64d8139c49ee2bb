import { requireThat } from "../require-that";
import { continuedFraction } from "./continued-fraction";
import { devianceTerm } from "./deviance-term";
import { stirlingError } from "./ln-gamma";

/**
 * The regularized incomplete beta function I_x(a, b): the cumulative distribution at x of a beta
 * variable with the shapes a and b.
 *
 * @param x from 0 to 1
 * @param a shape, finite, > 0
 * @param b shape, finite, > 0
 * @throws RangeError outside of that
 * @see A. R. DiDonato and A. H. Morris, "Algorithm 708", ACM Transactions on Mathematical Software
 *   18 (1992), equation 9 (the even part of DLMF §8.17.22); the factor in front by Loader's method
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
    const lower = logitDensity === 0 ? 0 : logitDensity / fraction(x, y, a, b);
    return { lower, upper: 1 - lower, logitDensity };
  }
  const upper = logitDensity === 0 ? 0 : logitDensity / fraction(y, x, b, a);
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

/**
 * x^a·y^b / (B(a, b)·I_x(a, b)). The even part keeps its digits where x is next to 1 and a
 * shape is large, as the fraction itself does not.
 */
function fraction(x: number, y: number, a: number, b: number): number {
  const fromMean = a * y - b * x;
  return continuedFraction(
    (a / (a + 1)) * (fromMean + 1),
    (n) =>
      ((a + n - 1) / (a + 2 * n - 1)) *
      ((a + b + n - 1) / (a + 2 * n - 1)) *
      (n * x * ((b - n) * x)),
    (n) =>
      n +
      (n * (b - n) * x) / (a + 2 * n - 1) +
      ((a + n) / (a + 2 * n + 1)) * (fromMean + 1 + n * (1 + y)),
  );
}
