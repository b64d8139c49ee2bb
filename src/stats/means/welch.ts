import { requireThat } from "../require-that";
import type { MeanDifference } from "./mean-difference";
import { type Moments, requireMoments } from "./moments";

/**
 * Welch's comparison of the means of two independent samples, first less second, whose variances may
 * differ. Read by `tTest`, `tInterval` and `equivalence`. The means must be about normal: some hundreds
 * of values, or no wild ones.
 *
 * @returns in the unit of the values
 * @throws RangeError for fewer than two values, or moments that are not finite
 * @see B. L. Welch, Biometrika 34 (1947)
 */
export function welch(first: Moments, second: Moments): MeanDifference {
  requireMoments(first);
  requireMoments(second);
  const [v1, v2] = [first.variance / first.n, second.variance / second.n];
  return {
    difference: first.mean - second.mean,
    standardError: Math.sqrt(v1 + v2),
    df: satterthwaite(v1, first.n, v2, second.n),
  };
}

/**
 * The same as a fraction of the second mean, (first − second)/second, by the delta method: what a
 * change of "+10 %" is read from. The second mean must be far from 0, by some standard errors.
 *
 * @throws RangeError where the second mean is 0, too
 * @see A. Deng, U. Knoblich and J. Lu, "Applying the Delta Method in Metric Analytics", KDD 2018
 */
export function relativeWelch(first: Moments, second: Moments): MeanDifference {
  requireMoments(first);
  requireMoments(second);
  requireThat(second.mean !== 0, "a relative difference needs a second mean other than 0");
  const [v1, v2] = [first.variance / first.n, second.variance / second.n];
  const ratio = first.mean / second.mean;
  return {
    difference: ratio - 1,
    standardError: Math.sqrt(v1 + v2 * ratio * ratio) / Math.abs(second.mean),
    df: satterthwaite(v1, first.n, v2, second.n),
  };
}

/** Degrees of freedom of v₁ + v₂ (F. E. Satterthwaite, Biometrics Bulletin 2, 1946). */
function satterthwaite(v1: number, n1: number, v2: number, n2: number): number {
  const sum = v1 + v2;
  if (sum === 0) return n1 + n2 - 2;
  return 1 / ((v1 / sum) ** 2 / (n1 - 1) + (v2 / sum) ** 2 / (n2 - 1));
}
