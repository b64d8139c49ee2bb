import { betaQuantile } from "../distributions/beta-quantile";
import { requireConfidence } from "../require-that";
import { requireShare } from "./share";

/**
 * The exact two-sided interval of a share: each side excludes the shares under which a count this
 * far out has a probability of at most (1 − confidence)/2. Its coverage is never below the
 * confidence. Of 0 trials nothing is known: [0, 1].
 *
 * Counts need not be whole: counts scaled to an effective sample size go through the same beta
 * quantiles.
 *
 * @param successes from 0 to trials
 * @param trials ≥ 0
 * @param confidence between 0 and 1, both excluded
 * @returns lower and upper bound, shares from 0 to 1
 * @throws RangeError outside of that
 * @see C. J. Clopper and E. S. Pearson, Biometrika 26 (1934)
 */
export function clopperPearson(
  successes: number,
  trials: number,
  confidence = 0.95,
): [number, number] {
  requireConfidence(confidence);
  const oneSided = (1 + confidence) / 2;
  return [
    clopperPearsonLower(successes, trials, oneSided),
    clopperPearsonUpper(successes, trials, oneSided),
  ];
}

/** The lower bound alone: the true share is below it with probability 1 − confidence at most. */
export function clopperPearsonLower(successes: number, trials: number, confidence = 0.95): number {
  requireShare({ successes, trials });
  requireConfidence(confidence);
  if (successes === 0) return 0;
  return betaQuantile(1 - confidence, successes, trials - successes + 1);
}

/** The upper bound alone: the true share is above it with probability 1 − confidence at most. */
export function clopperPearsonUpper(successes: number, trials: number, confidence = 0.95): number {
  requireShare({ successes, trials });
  requireConfidence(confidence);
  if (successes === trials) return 1;
  return betaQuantile(confidence, successes + 1, trials - successes);
}
