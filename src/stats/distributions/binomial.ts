import { requireCount, requireProbability, requireThat } from "../require-that";
import { devianceTerm } from "./deviance-term";
import { betaTails } from "./incomplete-beta";
import { stirlingError } from "./ln-gamma";

/**
 * The probability of exactly k successes in n independent trials with success probability p.
 *
 * @param k any number; 0 where it is not a whole number from 0 to n
 * @throws RangeError for n that is no whole number ≥ 0, or p outside of 0..1
 * @see C. Loader, "Fast and accurate computation of binomial probabilities", 2000
 */
export function binomialPmf(k: number, n: number, p: number): number {
  requireCount(n, "the number of trials");
  requireProbability(p, "p");
  if (!Number.isInteger(k) || k < 0 || k > n) return 0;
  if (n === 0) return 1;
  if (k === 0) return Math.exp(n * Math.log1p(-p));
  if (k === n) return Math.exp(n * Math.log(p));
  const exponent =
    stirlingError(n) -
    stirlingError(k) -
    stirlingError(n - k) -
    devianceTerm(k, n * p) -
    devianceTerm(n - k, n * (1 - p));
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * k * (n - k)));
}

/**
 * P(X ≤ k) for X binomial with n trials and probability p.
 *
 * @param k any number; rounded down
 * @throws RangeError for n that is no whole number ≥ 0, or p outside of 0..1
 * @see DLMF §8.17.5: P(X > k) = I_p(k + 1, n − k)
 */
export function binomialCdf(k: number, n: number, p: number): number {
  return tails(k, n, p).upToK;
}

/** P(X > k), without the loss of digits of 1 − P(X ≤ k). */
export function binomialComplement(k: number, n: number, p: number): number {
  return tails(k, n, p).aboveK;
}

function tails(k: number, n: number, p: number): { upToK: number; aboveK: number } {
  requireCount(n, "the number of trials");
  requireProbability(p, "p");
  requireThat(!Number.isNaN(k), "the number of successes must not be NaN");
  if (k < 0) return { upToK: 0, aboveK: 1 };
  if (k >= n) return { upToK: 1, aboveK: 0 };
  const whole = Math.floor(k);
  const { lower, upper } = betaTails(p, 1 - p, whole + 1, n - whole);
  return { upToK: upper, aboveK: lower };
}

/** Relative slack, so that the quantile inverts a computed cumulative probability. */
const SLACK = 64 * Number.EPSILON;

/**
 * The smallest k with P(X ≤ k) ≥ q.
 *
 * @param q from 0 to 1
 * @throws RangeError for q or p outside of 0..1, or n that is no whole number ≥ 0
 */
export function binomialQuantile(q: number, n: number, p: number): number {
  requireProbability(q, "q");
  requireCount(n, "the number of trials");
  requireProbability(p, "p");
  const reached = (k: number): boolean =>
    q <= 0.5
      ? binomialCdf(k, n, p) >= q * (1 - SLACK)
      : binomialComplement(k, n, p) <= (1 - q) * (1 + SLACK);
  let below = -1;
  let above = n;
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (reached(middle)) above = middle;
    else below = middle;
  }
  return above;
}
