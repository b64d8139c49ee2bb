import { percent } from "./judge-share";
import type { Verdict } from "./result";
import { moreToReach, whatItTakes } from "./what-it-takes";

export interface MarginQuestion {
  /** Of the harm: a share, positive is worse. */
  interval: [number | null, number | null];
  /** How much harm is put up with. */
  margin: number;
  /** What the interval was made of, to say what it would take to decide; left out, nothing is said. */
  sample?: { estimate: number; n: number; what: string };
}

/**
 * The interval of a harm against the margin that is put up with: pass where all of it lies under the
 * margin, fail where all of it lies over, else inconclusive (non-inferiority by confidence interval).
 */
export function judgeMargin({ interval: [low, high], margin, sample }: MarginQuestion): {
  verdict: Verdict;
  message: string;
} {
  if (low === null || high === null) {
    return { verdict: "inconclusive", message: "too few pairs for an interval: give at least 10" };
  }
  const range = `between ${percent(low)} and ${percent(high)} with 95 % confidence`;
  if (high < margin) return { verdict: "pass", message: range };
  if (low > margin) return { verdict: "fail", message: range };
  const need = sample ? takes(sample, [low, high], margin) : "more pairs are needed to tell";
  return { verdict: "inconclusive", message: `${range}, which holds the margin: ${need}` };
}

function takes(
  { estimate, n, what }: NonNullable<MarginQuestion["sample"]>,
  [low, high]: [number, number],
  margin: number,
): string {
  if (estimate === margin) return whatItTakes(null, what);
  return whatItTakes(moreToReach(n, estimate, estimate < margin ? high : low, margin), what);
}
