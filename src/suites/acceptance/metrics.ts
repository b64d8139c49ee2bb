import { accuracy } from "../../stats/metrics/accuracy";
import { mae } from "../../stats/metrics/mae";
import {
  type Average,
  precisionRecallF1,
  type Scores,
} from "../../stats/metrics/precision-recall-f1";
import { r2 } from "../../stats/metrics/r2";
import { rmse } from "../../stats/metrics/rmse";
import { percentileInterval, quantile } from "../../stats/percentile";
import { clopperPearson } from "../../stats/proportions/clopper-pearson";
import { bootstrapInterval } from "../../stats/resampling/bootstrap";
import type { Unit } from "../../verdict/result";
import { at, type Indices, type Metric, replicatesFor } from "./metric";
import { NO_ANSWER, type ScoredRows } from "./scored-rows";
import { STREAM_METRICS } from "./stream-metrics";
import { TEXT_METRICS } from "./text-metrics";

export function findMetric(name: string): Metric {
  const [head = "", ...rest] = name.split(".");
  const tail = rest.join(".");
  const metric = FAMILIES[head]?.(tail);
  if (!metric) throw new RangeError(`no metric ${name}`);
  return metric;
}

const FAMILIES: Readonly<Record<string, (tail: string) => Metric>> = {
  accuracy: () => ({
    unit: "share",
    countsClasses: true,
    value: (rows, indices) => accuracy(truths(rows, indices), labels(rows, indices)),
    interval: (rows, indices, confidence) => {
      const right = accuracy(truths(rows, indices), labels(rows, indices)) * indices.length;
      return clopperPearson(Math.round(right), indices.length, confidence);
    },
  }),
  precision: (over) => classMetric(over, "precision"),
  recall: (over) => classMetric(over, "recall"),
  f1: (over) => classMetric(over, "f1"),
  mae: () => numberMetric(mae),
  rmse: () => numberMetric(rmse),
  r2: () => numberMetric(r2),
  latency: (tail) => latencyMetric(Number(tail.slice(1)) / 100),
  ...STREAM_METRICS,
  ...TEXT_METRICS,
};

const AVERAGES: readonly string[] = ["macro", "micro", "weighted"] satisfies Average[];

/** The one class that a metric speaks of; null where it speaks of an average, or of no class. */
export function classOf(name: string): string | null {
  const [, over] = /^(?:worst_slice\.)?(?:precision|recall|f1)\.([\s\S]+)$/.exec(name) ?? [];
  return over === undefined || AVERAGES.includes(over) ? null : over;
}

function classMetric(over: string, score: keyof Scores): Metric {
  const which = AVERAGES.includes(over) ? (over as Average) : { label: over };
  return bootstrapped("share", (rows, indices) => {
    const truth = truths(rows, indices);
    // What share of none was found? Neither 0 nor 1.
    if (typeof which !== "string" && !truth.includes(which.label)) return Number.NaN;
    return precisionRecallF1(truth, labels(rows, indices), which, NO_ANSWER)[score];
  });
}

function numberMetric(metric: (truth: number[], predicted: number[]) => number): Metric {
  return bootstrapped("score", (rows, indices) =>
    metric(
      pick(rows.truth, indices).map((cell) => (typeof cell === "number" ? cell : Number.NaN)),
      pick(rows.numbers, indices),
    ),
  );
}

function latencyMetric(p: number): Metric {
  const sorted = (rows: ScoredRows, indices: Indices) =>
    Float64Array.from(pick(rows.latencyMs, indices)).sort();
  return {
    unit: "ms",
    countsClasses: false,
    value: (rows, indices) => quantile(sorted(rows, indices), p),
    interval: (rows, indices, confidence) =>
      percentileInterval(sorted(rows, indices), p, confidence),
  };
}

function bootstrapped(unit: Unit, value: Metric["value"]): Metric {
  return {
    unit,
    countsClasses: unit === "share",
    value,
    interval(rows, indices, confidence, random) {
      const [low, high] = bootstrapInterval(
        indices.length,
        (drawn) => value(rows, at(indices, drawn)),
        { random, confidence, replicates: replicatesFor(indices.length) },
      );
      return unit === "share" ? [low ?? 0, high ?? 1] : [low, high];
    },
  };
}

function pick<T>(values: readonly T[], indices: Indices): T[] {
  return Array.from(indices, (index) => values[index] as T);
}

const truths = (rows: ScoredRows, indices: Indices) => pick(rows.truth, indices).map(String);
const labels = (rows: ScoredRows, indices: Indices) => pick(rows.labels, indices);
