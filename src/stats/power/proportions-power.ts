import { normalCdf } from "../distributions/normal";
import { requireInside, requirePositive, requireThat } from "../require-that";
import { type Planning, planningQuantiles } from "./planning";

/**
 * The power of the two-proportion test with n in each arm, by the normal approximation; a two-sided
 * test's rejections on the wrong side are not counted, as in R's `power.prop.test`.
 *
 * @param n requests an arm, > 0
 * @param p1 between 0 and 1, both excluded
 * @param p2 likewise, another one
 * @returns from 0 to 1
 * @throws RangeError outside of that
 * @see J. L. Fleiss, B. Levin and M. C. Paik, Statistical Methods for Rates and Proportions, 3rd ed., §4.2
 */
export function proportionsPower(
  n: number,
  p1: number,
  p2: number,
  planning: Omit<Planning, "power"> = {},
): number {
  requirePositive(n, "the number of requests an arm");
  const { pooled, separate } = deviations(p1, p2);
  const { level } = planningQuantiles(planning);
  return normalCdf((Math.sqrt(n) * Math.abs(p1 - p2) - level * pooled) / separate);
}

/** The requests an arm, not rounded, at which that power is reached. */
export function proportionsSampleSize(p1: number, p2: number, planning: Planning = {}): number {
  const { pooled, separate } = deviations(p1, p2);
  requireThat(p1 !== p2, "equal shares cannot be told apart with any number of requests");
  const { level, power } = planningQuantiles(planning);
  return ((level * pooled + power * separate) / (p1 - p2)) ** 2;
}

/**
 * The requests an arm, not rounded, that show a share of harm to be no worse by more than a margin,
 * where in truth both arms have the same: (z + z)²·2p(1 − p)/δ².
 *
 * @param share of both arms, between 0 and 1, both excluded
 * @param margin δ, > 0
 * @param planning default one-sided 5 % and 80 %
 * @throws RangeError outside of that
 * @see W. C. Blackwelder, Controlled Clinical Trials 3 (1982)
 */
export function nonInferioritySampleSize(
  share: number,
  margin: number,
  planning: Planning = {},
): number {
  requireInside(share, "a share");
  requirePositive(margin, "the margin");
  const { level, power } = planningQuantiles({ sides: 1, ...planning });
  return ((level + power) / margin) ** 2 * 2 * share * (1 - share);
}

/**
 * The nearest share above p1 that n requests an arm tell from it with that power.
 *
 * @returns null where even 100 % is too near
 */
export function detectableShare(n: number, p1: number, planning: Planning = {}): number | null {
  requirePositive(n, "the number of requests an arm");
  requireInside(p1, "a share");
  let missed = p1;
  let found = 1 - Number.EPSILON / 2;
  if (found <= missed || proportionsSampleSize(p1, found, planning) > n) return null;
  for (;;) {
    const middle = missed + (found - missed) / 2;
    if (middle <= missed || middle >= found) return found;
    if (proportionsSampleSize(p1, middle, planning) <= n) found = middle;
    else missed = middle;
  }
}

/** Standard deviations of √n times the difference: under equal shares, and under these. */
function deviations(p1: number, p2: number): { pooled: number; separate: number } {
  requireInside(p1, "a share");
  requireInside(p2, "a share");
  const mean = (p1 + p2) / 2;
  return {
    pooled: Math.sqrt(2 * mean * (1 - mean)),
    separate: Math.sqrt(p1 * (1 - p1) + p2 * (1 - p2)),
  };
}
