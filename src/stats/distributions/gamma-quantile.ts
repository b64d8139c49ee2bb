import { requirePositive, requireProbability } from "../require-that";
import { gammaTails } from "./incomplete-gamma";

const CONVERGED = 4 * Number.EPSILON;
/** e^±this is next to the ends of a double. */
const LARGEST_LN = 708;

/**
 * The inverse of the regularized lower incomplete gamma function in x: the quantile at p of a gamma
 * variable with shape a and scale 1.
 *
 * @param p from 0 to 1
 * @param a shape, finite, > 0
 * @returns x ≥ 0; 0 where the true value is nearer to it than about 1e-307
 * @throws RangeError outside of that
 */
export function gammaQuantile(p: number, a: number): number {
  return p <= 0.5 ? solve(p, a, "lower") : solve(1 - p, a, "upper");
}

/** The x that is exceeded with probability q, to full accuracy where q is tiny. */
export function gammaUpperQuantile(q: number, a: number): number {
  return q <= 0.5 ? solve(q, a, "upper") : solve(1 - q, a, "lower");
}

/**
 * The logarithm of a gamma variable has a log-concave density, so the logarithm of each of its tails
 * is concave, and Newton's method on it converges as in `beta-quantile.ts`.
 */
function solve(p: number, a: number, tail: "lower" | "upper"): number {
  requireProbability(p, "p");
  requirePositive(a, "the shape");
  const sign = tail === "lower" ? 1 : -1;
  if (p === 0) return tail === "lower" ? 0 : Number.POSITIVE_INFINITY;
  const target = Math.log(p);
  let low = -LARGEST_LN;
  let high = LARGEST_LN;
  let ln = Math.log(a);
  for (;;) {
    const at = gammaTails(a, Math.exp(ln));
    const excess = Math.log(at[tail]) - target;
    if (excess * sign > 0) high = ln;
    else low = ln;
    const newton = ln - (sign * excess * at[tail]) / at.logDensity;
    const converged = CONVERGED * Math.max(1, Math.abs(ln));
    // Asked before the bracket is: a step of nothing ends on the bracket, not inside of it.
    if (Math.abs(newton - ln) <= converged || high - low <= converged) break;
    ln = newton > low && newton < high ? newton : low + (high - low) / 2;
  }
  return ln < 1 - LARGEST_LN ? 0 : Math.exp(ln);
}
