import { percentileInterval, quantile } from "../../stats/percentile";
import { bootstrapInterval } from "../../stats/resampling/bootstrap";
import type { TokenTiming } from "../../streams/token-timing";
import { at, type Indices, type Metric, replicatesFor } from "./metric";
import type { ScoredRows } from "./scored-rows";

/** Percentiles of what streams are measured by; a row without a stream is over every limit. */
export const STREAM_METRICS: Readonly<Record<string, (tail: string) => Metric>> = {
  ttft: (tail) => percentileOf(tail, (timing) => [timing.ttftMs]),
  // A single token has no time after the first.
  tpot: (tail) => percentileOf(tail, ({ tpotMs }) => (tpotMs === null ? [] : [tpotMs])),
  itl: (tail) => percentileOf(tail, ({ gapsMs }) => gapsMs),
  tokens_per_second: tokensPerSecond,
};

const NAMES = new RegExp(`^(worst_slice\\.)?(${Object.keys(STREAM_METRICS).join("|")})(\\.|$)`);

export function isStreamMetric(metric: string): boolean {
  return NAMES.test(metric);
}

function percentileOf(tail: string, valuesOf: (timing: TokenTiming) => number[]): Metric {
  const p = Number(tail.slice(1)) / 100;
  const sorted = (rows: ScoredRows, indices: Indices) =>
    Float64Array.from(
      timingsAt(rows, indices).flatMap((timing) =>
        timing === null ? [Number.POSITIVE_INFINITY] : valuesOf(timing),
      ),
    ).sort();
  return {
    unit: "ms",
    countsClasses: false,
    value(rows, indices) {
      const values = sorted(rows, indices);
      return values.length === 0 ? Number.NaN : quantile(values, p);
    },
    interval(rows, indices, confidence) {
      const values = sorted(rows, indices);
      return values.length === 0 ? [null, null] : percentileInterval(values, p, confidence);
    },
  };
}

/** All tokens over all time, one request after another; a row without a stream took time and gave none. */
function tokensPerSecond(): Metric {
  const value = (rows: ScoredRows, indices: Indices) => {
    const timings = timingsAt(rows, indices);
    if (timings.includes(null)) return 0;
    const tokens = timings.reduce((sum, timing) => sum + (timing?.outputTokens ?? 0), 0);
    const ms = timings.reduce((sum, timing) => sum + (timing?.durationMs ?? 0), 0);
    return (tokens * 1000) / ms;
  };
  return {
    unit: "per-second",
    countsClasses: false,
    value,
    interval: (rows, indices, confidence, random) =>
      bootstrapInterval(indices.length, (drawn) => value(rows, at(indices, drawn)), {
        random,
        confidence,
        replicates: replicatesFor(indices.length),
      }),
  };
}

function timingsAt({ timings }: ScoredRows, indices: Indices): (TokenTiming | null)[] {
  return Array.from(indices, (index) => timings[index] ?? null);
}
