import type { AbMetric } from "../../config/types";
import type { Dataset } from "../../data/types";
import type { Exchange } from "../../http/types";
import { selectAll } from "../../protocols/http/read-path";
import { tryParseJson } from "../../protocols/json-body";
import type { Unit } from "../../verdict/result";
import { findMetric } from "../acceptance/metrics";
import { scoreRows } from "../acceptance/scored-rows";
import type { Asked } from "../ask";
import type { ArmRequest } from "../assignment/arms";

/** One number a request, whose means over the sides are compared. */
export interface Measure {
  name: string;
  title: string;
  unit: Unit;
  /** 0 or 1 each: differences are of shares. Of other measures they are shares of the baseline's mean. */
  isShare: boolean;
  higherIsBetter: boolean;
  /** NaN where a request has no such number, and is left out. */
  values(requests: readonly ArmRequest[]): Float64Array;
  /** Whether a request without the number is no fault of the measure: a latency of what was refused. */
  mayBeMissing: boolean;
}

export function findMeasure(
  { name, higherIsBetter }: AbMetric,
  data: Dataset | null,
  classes: readonly string[] | null,
): Measure {
  if (name.startsWith("$")) return pathMeasure(name, higherIsBetter ?? true);
  return ALWAYS[name] ?? rowMeasure(name, data as Dataset, classes);
}

const ALWAYS: Readonly<Record<string, Measure>> = {
  errors: {
    name: "errors",
    title: "error rate",
    unit: "share",
    isShare: true,
    higherIsBetter: false,
    values: (requests) => Float64Array.from(requests, ({ asked }) => (asked.answers ? 0 : 1)),
    mayBeMissing: false,
  },
  latency: {
    name: "latency",
    title: "latency",
    unit: "ms",
    isShare: false,
    higherIsBetter: false,
    values: (requests) => Float64Array.from(requests, ({ asked }) => latencyOf(asked)),
    mayBeMissing: true,
  },
};

/**
 * Of a time-out the time that was waited, which is the least that the answer would have taken: without
 * the slowest requests a side would look the faster the slower it is. NaN for any other failure.
 */
function latencyOf({ answers, exchange }: Asked): number {
  if (isTimeOut(exchange)) return exchange.failure.durationMs;
  return answers && exchange.ok ? exchange.answer.durationMs : Number.NaN;
}

export function isTimeOut(exchange: Exchange): exchange is Extract<Exchange, { ok: false }> {
  return !exchange.ok && /^(connect-)?timeout$/.test(exchange.failure.kind);
}

/** Metrics of acceptance of which each row has a value of its own. A row without an answer is wrong. */
function rowMeasure(name: string, data: Dataset, classes: readonly string[] | null): Measure {
  const metric = findMetric(name);
  const label = data.label as string;
  return {
    name,
    title: name,
    unit: metric.unit,
    isShare: name === "accuracy" || name === "equals" || name === "contains",
    higherIsBetter: name !== "mae",
    values(requests) {
      const rows = scoreRows(
        {
          answers: requests.map(({ asked }) => asked.answers?.[0] ?? null),
          latencyMs: [],
          timings: [],
          missing: 0,
          firstProblem: null,
          cutShort: null,
        },
        requests.map(({ row }) => row[label] ?? null),
        data.types[label] ?? "text",
        classes,
      );
      return Float64Array.from(requests, (_, i) => metric.value(rows, [i]));
    },
    mayBeMissing: false,
  };
}

/** What the answer itself says: a number, or true and false as 1 and 0. */
function pathMeasure(path: string, higherIsBetter: boolean): Measure {
  return {
    name: path,
    title: path,
    unit: "score",
    isShare: false,
    higherIsBetter,
    values: (requests) =>
      Float64Array.from(requests, ({ asked: { exchange } }) => {
        const body = isSuccess(exchange) ? tryParseJson(exchange.answer) : undefined;
        const [value] = body === undefined ? [] : selectAll(body, path);
        if (typeof value === "boolean") return value ? 1 : 0;
        // JSON may hold 1e999.
        return typeof value === "number" && Number.isFinite(value) ? value : Number.NaN;
      }),
    mayBeMissing: false,
  };
}

function isSuccess(exchange: Exchange): exchange is Extract<Exchange, { ok: true }> {
  return exchange.ok && exchange.answer.status >= 200 && exchange.answer.status < 300;
}
