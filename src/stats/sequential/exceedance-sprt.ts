import { requireInside, requireThat } from "../require-that";

export interface ExceedanceSprt {
  /** Exceedances over the line at which the run has failed: k ≥ intercept + slope·n. */
  intercept: number;
  /** Exceedances a request that are forgiven, between the two rates. */
  slope: number;
}

/**
 * The line of Wald's sequential test of a rate of exceedances, fail side only: after any number of
 * requests n, k exceedances with k ≥ intercept + slope·n are 1/A times as likely under the rate
 * that must be found as under the one that is allowed, A = (1−β)/α.
 *
 * It may be looked at after every request. With the allowed rate the line is ever reached with a
 * probability of at most α/(1−β) (Ville's inequality), however long the run. It never says pass.
 *
 * Requests must be independent: counts under queueing are scaled to their effective sample size.
 *
 * @param allowed rate of exceedances that is still good, between 0 and 1
 * @param found rate that must be found, between `allowed` and 1
 * @param alpha risk of failing at the allowed rate, between 0 and 1
 * @param beta risk of not finding the other one, from 0 (then α holds exactly) to below 1 − α
 * @throws RangeError outside of that
 * @see A. Wald, Sequential Analysis, 1947, §5.3
 */
export function exceedanceSprt(
  allowed: number,
  found: number,
  alpha = 0.05,
  beta = 0.05,
): ExceedanceSprt {
  requireInside(allowed, "the allowed rate");
  requireInside(found, "the rate to be found");
  requireThat(
    allowed < found,
    `the rate to be found must be above the allowed ${allowed}, not ${found}`,
  );
  requireInside(alpha, "alpha");
  requireThat(beta >= 0 && beta < 1 - alpha, `beta must lie between 0 and 1 − alpha, not ${beta}`);
  const good = Math.log1p(-allowed) - Math.log1p(-found);
  const evidence = Math.log(found / allowed) + good;
  return { intercept: Math.log((1 - beta) / alpha) / evidence, slope: good / evidence };
}

/** Whether so many exceedances among so many requests are too many, at whichever look. */
export function exceedsSprt(
  { intercept, slope }: ExceedanceSprt,
  exceedances: number,
  requests: number,
): boolean {
  requireThat(
    exceedances >= 0 && exceedances <= requests,
    `the exceedances must lie between 0 and the ${requests} requests, not ${exceedances}`,
  );
  return exceedances >= intercept + slope * requests;
}
