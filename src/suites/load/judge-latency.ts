import type { Slo } from "../../config/types";
import { formatMeasure } from "../../report/format-measure";
import { effectiveSampleSizeOver } from "../../stats/effective-sample-size";
import { percentileInterval, quantile } from "../../stats/percentile";
import { check } from "../../verdict/check";
import { judgeShare, percent } from "../../verdict/judge-share";
import type { Check } from "../../verdict/result";
import { identify, PERCENTILES, type Percentile } from "./performance-stage";
import type { ResponseTimes } from "./response-times";

/** So many independent requests beyond a percentile are needed to print bounds for it. */
const FEWEST_BEYOND = 10;

/**
 * One percentile of the response time. With a limit it is judged by the number of requests over it,
 * exactly and for what correlated requests are worth, so a p99 cannot pass on forty requests; without
 * one it is only told.
 *
 * @param warmUp requests at the start that do not count
 */
export function judgeLatency(
  percentile: Percentile,
  times: ResponseTimes,
  warmUp: number,
  slo: Slo,
): Check {
  const { name, p } = percentile;
  const limit = slo[name];
  const measured = times.measured.subarray(warmUp);
  const sorted = Float64Array.from(measured).sort();
  const point = quantile(sorted, p);
  const size = effectiveSampleSizeOver(measured, limit ?? point);
  const observed = finiteOrNull(point);
  const interval = size * (1 - p) >= FEWEST_BEYOND ? boundsOf(sorted, p, size) : null;
  const shared = {
    ...identify(name),
    observed,
    interval,
    unit: "ms",
    n: measured.length,
  } as const;
  const notes = [
    interval === null &&
      `too few requests for the bounds of ${name} (worth ${Math.floor(size)} independent ones)`,
    warmUp > 0 && `the first ${warmUp} requests were left out as warm-up`,
  ].filter((note) => note !== false);

  if (limit === null) {
    const told =
      observed === null
        ? "it lies among the requests without a right answer"
        : `measured ${formatMeasure(observed, "ms")}`;
    const message = [`no limit named; ${told}`, ...notes].join("; ");
    return check({ ...shared, verdict: "skipped", message });
  }
  const judged = judgeOver(measured, limit, percentile, size);
  const credited = times.credited.subarray(warmUp);
  if (judged.verdict === "fail") {
    const creditedSize = effectiveSampleSizeOver(credited, limit);
    if (judgeOver(credited, limit, percentile, creditedSize).verdict !== "fail") {
      return check({
        ...shared,
        limit,
        direction: "at-most",
        verdict: "error",
        message: `over the limit, but without this machine's own stalls it need not have been: ${judged.message}`,
        hint: "Run the gate on a quieter or larger machine, or lower load.performance.rate.",
      });
    }
  }
  return check({
    ...shared,
    limit,
    direction: "at-most",
    verdict: judged.verdict,
    message: [judged.message, ...notes].join("; "),
  });
}

export function latencyChecks(times: ResponseTimes, warmUp: number, slo: Slo): Check[] {
  return PERCENTILES.map((percentile) => judgeLatency(percentile, times, warmUp, slo));
}

function judgeOver(times: Float64Array, limit: number, { mayExceed }: Percentile, size: number) {
  const n = times.length;
  const count = times.reduce((over, time) => over + (time > limit ? 1 : 0), 0);
  const judged = judgeShare({
    count,
    n,
    effectiveSize: size,
    limit: mayExceed,
    direction: "at-most",
    what: "requests",
  });
  const found = `${count} of ${n} requests were over ${formatMeasure(limit, "ms")} (${percent(mayExceed)} may be)`;
  return { verdict: judged.verdict, message: `${found}; ${judged.message}` };
}

function boundsOf(sorted: Float64Array, p: number, size: number): [number | null, number | null] {
  const [low, high] = percentileInterval(sorted, p, 0.95, size);
  return [finiteOrNull(low), finiteOrNull(high)];
}

/** Where so many requests failed that the percentile lies among them, there is no number. */
function finiteOrNull(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : value;
}
