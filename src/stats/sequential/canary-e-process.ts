import { regularizedBetaComplement } from "../distributions/incomplete-beta";
import { lnBeta } from "../distributions/ln-beta";
import { requireCount, requireInside, requirePositive, requireThat } from "../require-that";

/** Roll back from here on: with a good canary it is ever reached in at most one run of 20. */
export const ROLL_BACK_EVIDENCE = 20;

export interface CanaryErrors {
  /** Errors of the canary, whole. */
  canary: number;
  /** Errors of the baseline over the same time, whole. */
  baseline: number;
}

export interface CanaryEvidenceOptions {
  /** The share of the requests that the canary got, between 0 and 1. */
  weight: number;
  /** R: how many times the baseline's error rate the canary may have; default 1. */
  allowedRatio?: number;
  /** The parameters a and b of the beta prior; default 1 and 1. */
  prior?: readonly [number, number];
}

/**
 * ln of the e-value against "the canary errs at most R times as often as the baseline". Of n errors,
 * the canary's number is then binomial with at most θ₀ = wR/(wR + 1 − w), and E is the likelihood
 * ratio of a beta mixture over the shares above θ₀. Exact for rare errors, at any look.
 *
 * Requests must fall to the canary by chance with probability w, and the weight must not change
 * within a stage: at a new weight start anew, and add the logarithms of the stages (their e-values
 * multiply).
 *
 * @returns −Infinity where the errors lie so far on the good side that a double cannot say
 * @throws RangeError for counts that are not whole, a weight outside of 0..1, a ratio not > 0
 */
export function canaryEvidence(
  { canary, baseline }: CanaryErrors,
  { weight, allowedRatio = 1, prior: [a, b] = [1, 1] }: CanaryEvidenceOptions,
): number {
  requireCount(canary, "the number of the canary's errors");
  requireCount(baseline, "the number of the baseline's errors");
  requireInside(weight, "the canary's share of the requests");
  requirePositive(allowedRatio, "the allowed ratio of error rates");
  requirePositive(a, "the prior's shape a");
  requirePositive(b, "the prior's shape b");
  const odds = (weight / (1 - weight)) * allowedRatio;
  const allowed = odds / (1 + odds);
  requireThat(
    allowed < 1,
    `an allowed ratio of ${allowedRatio} leaves no share of errors to be too large`,
  );
  const mixture =
    lnBeta(a + canary, b + baseline) +
    Math.log(regularizedBetaComplement(allowed, a + canary, b + baseline));
  const prior = lnBeta(a, b) + Math.log(regularizedBetaComplement(allowed, a, b));
  const likelihood = canary * Math.log(allowed) - baseline * Math.log1p(odds);
  return mixture - prior - likelihood;
}
