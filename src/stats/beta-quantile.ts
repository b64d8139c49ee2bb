import { betaTails } from "./incomplete-beta";
import { requireProbability, requireThat } from "./require-that";

/** Past this the logistic function has underflowed. */
const LARGEST_LOGIT = 700;

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
  let width = Number.POSITIVE_INFINITY;
  while (high - low < width) {
    width = high - low;
    const { lower, logitDensity } = betaTails(
      1 / (1 + Math.exp(-logit)),
      1 / (1 + Math.exp(logit)),
      a,
      b,
    );
    const excess = Math.log(lower) - target;
    if (excess === 0) return logit;
    if (excess > 0) high = logit;
    else low = logit;
    const newton = logit - (excess * lower) / logitDensity;
    const next = newton > low && newton < high ? newton : low + (high - low) / 2;
    const change = Math.abs(next - logit);
    logit = next;
    if (change <= 4 * Number.EPSILON * Math.max(1, Math.abs(next))) break;
  }
  if (logit < 1 - LARGEST_LOGIT) return Number.NEGATIVE_INFINITY;
  return logit > LARGEST_LOGIT - 1 ? Number.POSITIVE_INFINITY : logit;
}
