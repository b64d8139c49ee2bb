import type { ShadowConfig } from "../../config/types";
import { median } from "../../stats/percentile";
import { hodgesLehmann, signedRankInterval } from "../../stats/ranks/hodges-lehmann";
import { check } from "../../verdict/check";
import { judgeMargin } from "../../verdict/judge-margin";
import { percent } from "../../verdict/judge-share";
import type { Check } from "../../verdict/result";
import type { LatencyPairs } from "./latency-pairs";
import type { QuantileShift } from "./quantile-shifts";

export const SLOWDOWN = {
  id: "shadow/slowdown",
  title: "The candidate is not slower than the baseline",
} as const;

/**
 * The median slowdown: the Hodges–Lehmann centre of d = ln(candidate/baseline) over the pairs, with
 * the interval that inverts the signed-rank test. A ratio, because a slow input is slow on both sides.
 */
export function judgeSlowdown(
  { candidate, baseline, leftOut }: LatencyPairs,
  { maxSlowdown }: ShadowConfig,
  shifts: readonly QuantileShift[],
): Check {
  const n = candidate.length;
  const logs = candidate.map((ours, i) => Math.log(ours / (baseline[i] as number)));
  if (n === 0 || logs.every((log) => log === 0)) {
    const message =
      n === 0
        ? "no pair has an answer from both sides: it would take some that do"
        : `all ${n} pairs took the very same time on both sides, which ranks nothing: a finer clock is needed`;
    return check({ ...SLOWDOWN, verdict: "inconclusive", message, n });
  }
  const observed = Math.expm1(hodgesLehmann(logs));
  const [low, high] = signedRankInterval(logs);
  const toShare = (log: number | null) => (log === null ? null : Math.expm1(log));
  const interval: [number | null, number | null] = [toShare(low), toShare(high)];
  const { verdict, message } = judgeMargin({
    interval,
    margin: maxSlowdown,
    sample: { estimate: observed, n, what: "pairs" },
  });
  const left = leftOut === 0 ? "" : `; ${leftOut} pairs with an error are left out`;
  return check({
    ...SLOWDOWN,
    verdict,
    observed,
    interval,
    limit: maxSlowdown,
    direction: "at-most",
    unit: "share",
    n,
    message: `median ${median(candidate).toFixed(1)} ms against the baseline's ${median(baseline).toFixed(1)} ms; ${message}${left}${told(shifts)}`,
  });
}

/** The tail: told, because it takes thousands of pairs to judge it. */
function told(shifts: readonly QuantileShift[]): string {
  const p95 = shifts.find(({ p }) => p === 0.95);
  if (!p95) return "";
  const [low, high] = p95.interval;
  const range = low === null || high === null ? "" : ` (${percent(low)} to ${percent(high)})`;
  return `; told, not judged: p95 ${p95.shift < 0 ? "" : "+"}${percent(p95.shift)}${range}`;
}
