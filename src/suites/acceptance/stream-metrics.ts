import { percentileInterval, quantile } from "../../stats/percentile";
import { bootstrapInterval } from "../../stats/resampling/bootstrap";
import { estimateNote } from "../../streams/estimate-note";
import type { TokenTiming } from "../../streams/token-timing";
import { at, type Indices, type Metric, replicatesFor } from "./metric";
import type { ScoredRows } from "./scored-rows";

/** One measure of a stream; where a stream has none, it is left out. */
interface Measure {
  /** Milliseconds, null where the stream is too short for it. */
  timeOf(timing: TokenTiming, p: number): number | null;
  /** What a stream without the measure has instead. */
  short: string;
  /** Whether it rests on the number of tokens. */
  countsTokens: boolean;
}

/** Percentiles of what streams are measured by; a row without a stream is over every limit. */
export const STREAM_METRICS: Readonly<Record<string, (tail: string) => Metric>> = {
  ttft: percentileOf({ timeOf: ({ ttftMs }) => ttftMs, short: "nothing", countsTokens: false }),
  // A single token has no time after the first.
  tpot: percentileOf({
    timeOf: ({ tpotMs }) => tpotMs,
    short: "a single token",
    countsTokens: true,
  }),
  // A gap is not independent of the others of its stream, so each row counts by its own percentile.
  itl: percentileOf({
    timeOf: ({ gapsMs }, p) =>
      gapsMs.length === 0 ? null : quantile(Float64Array.from(gapsMs).sort(), p),
    short: "a single piece",
    countsTokens: false,
  }),
  tokens_per_second: tokensPerSecond,
};

const NAMES = new RegExp(`^(worst_slice\\.)?(${Object.keys(STREAM_METRICS).join("|")})(\\.|$)`);

export function isStreamMetric(metric: string): boolean {
  return NAMES.test(metric);
}

function percentileOf({ timeOf, short, countsTokens }: Measure): (tail: string) => Metric {
  return (tail) => {
    const p = Number(tail.slice(1)) / 100;
    // A resample draws among the times; each is found once.
    const known = new WeakMap<TokenTiming, number[]>();
    const timesOf = (timing: TokenTiming) => {
      const times = known.get(timing) ?? [timeOf(timing, p) ?? []].flat();
      known.set(timing, times);
      return times;
    };
    const sorted = (rows: ScoredRows, indices: Indices) =>
      Float64Array.from(
        timingsAt(rows, indices).flatMap((timing) =>
          timing === null ? [Number.POSITIVE_INFINITY] : timesOf(timing),
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
      notes(rows, indices) {
        const leftOut = indices.length - sorted(rows, indices).length;
        return [
          ...(leftOut > 0
            ? [`${leftOut} of ${indices.length} rows had ${short} and were left out`]
            : []),
          ...(countsTokens ? estimateNote(countEstimated(rows, indices)) : []),
        ];
      },
    };
  };
}

/**
 * All tokens over all time, one request after another. An empty answer took time and gave none, and a
 * row without an answer took for ever.
 */
function tokensPerSecond(): Metric {
  const value = (rows: ScoredRows, indices: Indices) => {
    let tokens = 0;
    let ms = 0;
    for (const index of Array.from(indices)) {
      tokens += rows.timings[index]?.outputTokens ?? 0;
      ms += rows.latencyMs[index] as number;
    }
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
    notes: (rows, indices) => estimateNote(countEstimated(rows, indices)),
  };
}

function countEstimated(rows: ScoredRows, indices: Indices): number {
  return timingsAt(rows, indices).filter((timing) => timing?.estimated).length;
}

function timingsAt({ timings }: ScoredRows, indices: Indices): (TokenTiming | null)[] {
  return Array.from(indices, (index) => timings[index] ?? null);
}
