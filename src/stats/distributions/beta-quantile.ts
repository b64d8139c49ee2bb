import { requireProbability, requireThat } from "../require-that";
import { betaTails } from "./incomplete-beta";

/** Past this the logistic function has underflowed. */
const LARGEST_LOGIT = 700;
const CONVERGED = 4 * Number.EPSILON;

/**
 * The inverse of the regularized incomplete beta function in x: the quantile at p of a beta
 * variable with the shapes a and b.
 *
 * @param p from 0 to 1
 * @param a shape, finite, > 0
 * @param b shape, finite, > 0
 * @returns x from 0 to 1; 0 or 1 where the true value is nearer to it than about 1e-304 (1e-16 at 1)
 * @throws RangeError outside of that
 */
export function betaQuantile(p: number, a: number, b: number): number {
  const logit = betaQuantileLogit(p, a, b);
  return 1 / (1 + Math.exp(-logit));
}

/**
 * ln(x/(1−x)) of the quantile, from −Infinity to Infinity, so that x and 1 − x are both had to
 * full accuracy.
 *
 * The logit of a beta variable has a log-concave density, so the logarithm of each of its tails is
 * concave, and Newton's method on that of the smaller tail converges from any point once it is
 * past the first step. A bracket guards against steps into underflow.
 */
export function betaQuantileLogit(p: number, a: number, b: number): number {
  requireProbability(p, "p");
  requireThat(
    a > 0 && b > 0 && Number.isFinite(a) && Number.isFinite(b),
    `betaQuantile needs finite shapes > 0, not ${a} and ${b}`,
  );
  if (p === 0) return Number.NEGATIVE_INFINITY;
  if (p === 1) return Number.POSITIVE_INFINITY;
  return p <= 0.5 ? solveLowerTail(p, a, b) : -solveLowerTail(1 - p, b, a);
}

function solveLowerTail(p: number, a: number, b: number): number {
  const target = Math.log(p);
  let low = -LARGEST_LOGIT;
  let high = LARGEST_LOGIT;
  // The mode of the logit's density.
  let logit = Math.min(high, Math.max(low, Math.log(a) - Math.log(b)));
  for (;;) {
    const { lower, logitDensity } = betaTails(
      1 / (1 + Math.exp(-logit)),
      1 / (1 + Math.exp(logit)),
      a,
      b,
    );
    const excess = Math.log(lower) - target;
    if (excess > 0) high = logit;
    else low = logit;
    const newton = logit - (excess * lower) / logitDensity;
    const converged = CONVERGED * Math.max(1, Math.abs(logit));
    // Asked before the bracket is: a step of nothing ends on the bracket, not inside of it.
    if (Math.abs(newton - logit) <= converged || high - low <= converged) break;
    logit = newton > low && newton < high ? newton : low + (high - low) / 2;
  }
  if (logit < 1 - LARGEST_LOGIT) return Number.NEGATIVE_INFINITY;
  return logit > LARGEST_LOGIT - 1 ? Number.POSITIVE_INFINITY : logit;
}
