import type { Check } from "../verdict/result";
import { formatChange, formatInterval, formatLimit, formatMeasure } from "./format-measure";

/** The numbers of a check as plain text; "–" where there is none. Strings in it are not yet escaped. */
export interface MeasureText {
  value: string;
  /** The value with its interval: "412 ms [398, 430]". */
  observed: string;
  limit: string;
  baseline: string;
  change: string;
  n: string;
}

export function describeMeasure({
  observed,
  interval,
  limit,
  direction,
  baseline,
  unit,
  n,
}: Check): MeasureText {
  const value = formatMeasure(observed, unit, limit);
  const bounds = formatInterval(interval, unit, observed, limit);
  return {
    value,
    observed: bounds === "" ? value : `${value} ${bounds}`,
    limit: formatLimit(limit, direction, unit),
    baseline: formatMeasure(baseline, unit),
    change: formatChange(observed, baseline, unit),
    n: formatMeasure(n, "count"),
  };
}

/** "observed 412 ms [398, 430] · limit ≤ 350 ms · baseline 315 ms (+31 %) · n=400"; "" without numbers. */
export function measureSentence(check: Check): string {
  const { observed, limit, baseline, change, n } = describeMeasure(check);
  return [
    check.observed === null ? "" : `observed ${observed}`,
    check.limit === null ? "" : `limit ${limit}`,
    check.baseline === null ? "" : `baseline ${baseline}${change === "–" ? "" : ` (${change})`}`,
    check.n === null ? "" : `n=${n}`,
  ]
    .filter((part) => part !== "")
    .join(" · ");
}
