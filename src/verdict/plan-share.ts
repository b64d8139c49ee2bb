import { binomialCdf } from "../stats/distributions/binomial";
import { clopperPearsonLower, clopperPearsonUpper } from "../stats/proportions/clopper-pearson";
import { CLEAN_RUN, complement, percent } from "./judge-share";
import type { Direction } from "./result";

export interface SharePlan {
  /** The fewest observations that can pass at all. */
  fewest: number;
  /** The most bad ones that still pass at n; null where none do. */
  mostBad: number | null;
  /** The true share of bad ones that fails in 80 % of runs; null where none under 100 % does. */
  detected: number | null;
  message: string;
}

const CONFIDENCE = 0.95;
const POWER = 0.8;

/** What a gate on a share can decide with n observations, to be printed before any is made. */
export function planShare({
  n,
  limit,
  direction,
}: {
  n: number;
  limit: number;
  direction: Direction;
}): SharePlan {
  const allowed = direction === "at-most" ? limit : complement(limit);
  const fewest = fewestToPass(allowed);
  const mostBad = largest(n, (bad) => passes(bad, n, allowed));
  const failsFrom =
    (largest(n, (bad) => clopperPearsonLower(bad, n, CONFIDENCE) <= allowed) ?? -1) + 1;
  const detected = failsFrom > n ? null : shareDetected(n, allowed === 0 ? 1 : failsFrom);
  return { fewest, mostBad, detected, message: describe(n, fewest, mostBad, detected, direction) };
}

/** The fewest observations, all of them good, that show a share of bad ones of at most `allowed`. */
export function fewestToPass(allowed: number): number {
  if (allowed === 0) return CLEAN_RUN;
  return Math.max(1, Math.ceil(Math.log(1 - CONFIDENCE) / Math.log1p(-allowed)));
}

function passes(bad: number, n: number, allowed: number): boolean {
  if (allowed === 0) return bad === 0 && n >= CLEAN_RUN;
  return clopperPearsonUpper(bad, n, CONFIDENCE) <= allowed;
}

/** The largest count for which a condition holds that holds up to some count and then no more. */
function largest(n: number, holds: (count: number) => boolean): number | null {
  if (!holds(0)) return null;
  let low = 0;
  let high = n + 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** The share p for which at least `failsFrom` of n turn out bad with 80 % probability. */
function shareDetected(n: number, failsFrom: number): number | null {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (1 - binomialCdf(failsFrom - 1, n, middle) >= POWER) high = middle;
    else low = middle;
  }
  return high;
}

function describe(
  n: number,
  fewest: number,
  mostBad: number | null,
  detected: number | null,
  direction: Direction,
): string {
  if (mostBad === null)
    return `${n} cannot pass, it takes at least ${fewest}: inconclusive from the start`;
  const caught =
    detected === null
      ? "no share is sure to fail"
      : direction === "at-most"
        ? `a true share of ${percent(detected)} fails in 80 % of runs`
        : `a true share of ${percent(1 - detected)} fails in 80 % of runs`;
  return `${n} pass with at most ${mostBad} bad; ${caught}`;
}
