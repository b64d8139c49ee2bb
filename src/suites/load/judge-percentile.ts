import { formatMeasure } from "../../report/format-measure";
import { effectiveSampleSizeOver } from "../../stats/load/effective-sample-size";
import { percentileInterval, quantile } from "../../stats/percentile";
import { check } from "../../verdict/check";
import { complement, judgeShare, percent } from "../../verdict/judge-share";
import type { Check } from "../../verdict/result";
import type { CheckName } from "./check-name";
import type { ResponseTimes } from "./response-times";

/** So many independent requests beyond a percentile are needed to print bounds for it. */
const FEWEST_BEYOND = 10;

/** A limit that was missed, perhaps by this machine and not by the endpoint. */
export const STALLED = {
  message: "over the limit, but without this machine's own stalls it need not have been",
  hint: "Run the gate on a quieter or larger machine, or lower load.performance.rate.",
} as const;

export interface PercentileQuestion {
  check: CheckName;
  /** The percentile as the user writes it: "p95", "ttft.p95". */
  name: string;
  p: number;
  /** Milliseconds; null where it is only told. */
  limit: number | null;
  /** One time a request, in order of arrival; at least one. */
  times: ResponseTimes;
  /** What is over the limit, to follow a number: "requests were". */
  subject: string;
  /** What was left out, and why. */
  notes: string[];
}

/**
 * One percentile of a time. With a limit it is judged by the number of requests over it, exactly and
 * for what correlated requests are worth, so a p99 cannot pass on forty requests; without one it is
 * only told.
 */
export function judgePercentile(question: PercentileQuestion): Check {
  const { name, p, limit, times } = question;
  const { measured, credited } = times;
  const sorted = Float64Array.from(measured).sort();
  const point = quantile(sorted, p);
  const size = effectiveSampleSizeOver(measured, limit ?? point);
  const observed = finiteOrNull(point);
  const interval = size * (1 - p) >= FEWEST_BEYOND ? boundsOf(sorted, p, size) : null;
  const shared = { ...question.check, observed, interval, unit: "ms", n: measured.length } as const;
  const notes = [
    ...(interval === null
      ? [`too few requests for the bounds of ${name} (worth ${Math.floor(size)} independent ones)`]
      : []),
    ...question.notes,
  ];
  if (limit === null) {
    const told =
      observed === null
        ? "it lies among the requests without a right answer"
        : `measured ${formatMeasure(observed, "ms")}`;
    const message = [`no limit named; ${told}`, ...notes].join("; ");
    return check({ ...shared, verdict: "skipped", message });
  }
  const limited = { ...shared, limit, direction: "at-most" } as const;
  const judged = judgeOver(measured, limit, question, size);
  if (judged.verdict === "fail") {
    const creditedSize = effectiveSampleSizeOver(credited, limit);
    if (judgeOver(credited, limit, question, creditedSize).verdict !== "fail") {
      return check({
        ...limited,
        verdict: "error",
        message: `${STALLED.message}: ${judged.message}`,
        hint: STALLED.hint,
      });
    }
  }
  const message = [judged.message, ...notes].join("; ");
  return check({ ...limited, verdict: judged.verdict, message });
}

function judgeOver(
  times: Float64Array,
  limit: number,
  { p, subject }: PercentileQuestion,
  size: number,
) {
  const n = times.length;
  const mayExceed = complement(p);
  const count = times.reduce((over, time) => over + (time > limit ? 1 : 0), 0);
  const judged = judgeShare({
    count,
    n,
    effectiveSize: size,
    limit: mayExceed,
    direction: "at-most",
    what: "requests",
  });
  const found = `${count} of ${n} ${subject} over ${formatMeasure(limit, "ms")} (${percent(mayExceed)} may be)`;
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
