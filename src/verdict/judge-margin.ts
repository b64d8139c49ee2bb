import { percent } from "./judge-share";
import type { Verdict } from "./result";

/**
 * The interval of a harm against the margin that is put up with: pass where all of it lies under the
 * margin, fail where all of it lies over, else inconclusive (non-inferiority by confidence interval).
 */
export function judgeMargin({
  interval: [low, high],
  margin,
}: {
  interval: [number | null, number | null];
  margin: number;
}): { verdict: Verdict; message: string } {
  if (low === null || high === null) {
    return { verdict: "inconclusive", message: "too few pairs for an interval" };
  }
  const range = `between ${percent(low)} and ${percent(high)} with 95 % confidence`;
  if (high < margin) return { verdict: "pass", message: range };
  if (low > margin) return { verdict: "fail", message: range };
  return {
    verdict: "inconclusive",
    message: `${range}, which holds the margin: more pairs are needed to tell`,
  };
}
