import type { Direction } from "../verdict/result";
import { HOUR_MS, type Quantity } from "./quantities";

/** How limits on a kind of metric look. */
export interface MetricKind {
  direction: Direction;
  /** Units in which a limit may be written. */
  units: readonly Quantity["unit"][];
  /** For messages: what a limit looks like, and a good one. */
  expected: string;
  example: string;
  /** Whether a limit can be met and can be missed. */
  limitHolds(limit: number, strict: boolean): boolean;
  /** The same for the largest loss against the baseline. */
  dropHolds(drop: number): boolean;
  /** Needs the right answers. */
  needsLabel: boolean;
}

const SCORE: MetricKind = {
  direction: "at-least",
  units: ["none", "share"],
  expected: "a number over 0 and at most 1",
  example: ">= 0.95",
  limitHolds: (limit, strict) => (strict ? limit >= 0 && limit < 1 : limit > 0 && limit <= 1),
  dropHolds: (drop) => drop >= 0 && drop < 1,
  needsLabel: true,
};

/** The answer itself, or a judge, says what is right. */
const UNLABELLED: MetricKind = { ...SCORE, example: "min: 0.95", needsLabel: false };

const DETERMINATION: MetricKind = {
  ...SCORE,
  units: ["none"],
  expected: "a number of at most 1",
  example: ">= 0.8",
  limitHolds: (limit, strict) => (strict ? limit < 1 : limit <= 1),
  dropHolds: (drop) => drop >= 0,
};

const DEVIATION: MetricKind = {
  direction: "at-most",
  units: ["none"],
  expected: "a number from 0, in the unit of the label",
  example: "<= 2.5",
  limitHolds: (limit, strict) => (strict ? limit > 0 : limit >= 0),
  dropHolds: (drop) => drop >= 0,
  needsLabel: true,
};

const LATENCY: MetricKind = {
  direction: "at-most",
  units: ["ms"],
  expected: "a duration over 0 and at most 1h",
  example: "<= 120ms",
  limitHolds: (limit) => limit > 0 && limit <= HOUR_MS,
  dropHolds: (drop) => drop >= 0,
  needsLabel: false,
};

const THROUGHPUT: MetricKind = {
  direction: "at-least",
  units: ["none"],
  expected: "a number over 0",
  example: ">= 40",
  limitHolds: (limit) => limit > 0,
  dropHolds: (drop) => drop >= 0,
  needsLabel: false,
};

const KINDS: readonly [RegExp, MetricKind][] = [
  [
    /^(accuracy|equals|contains|token_f1|rouge_l|tool_calls|similarity|(precision|recall|f1)\.[\s\S]+)$/,
    SCORE,
  ],
  [/^(regex|json_schema|judge)$/, UNLABELLED],
  [/^r2$/, DETERMINATION],
  [/^(mae|rmse)$/, DEVIATION],
  [/^(latency|ttft|tpot|itl)\./, LATENCY],
  [/^tokens_per_second$/, THROUGHPUT],
];

const WORST_SLICE = "worst_slice.";

export function isWorstSlice(metric: string): boolean {
  return metric.startsWith(WORST_SLICE);
}

/** The kind of a metric whose name the schema has let pass. */
export function metricKind(metric: string): MetricKind {
  const name = isWorstSlice(metric) ? metric.slice(WORST_SLICE.length) : metric;
  const kind = KINDS.find(([pattern]) => pattern.test(name));
  if (!kind) throw new RangeError(`no kind for the metric ${metric}`);
  return kind[1];
}

export interface WrittenLimit {
  direction: Direction;
  strict: boolean;
  bound: string;
}

/** `">= 0.95"` to its parts; null where the text is no limit. */
export function parseLimit(text: string): WrittenLimit | null {
  const [, operator, bound] = /^(>=|<=|>|<) *(.+)$/.exec(text) ?? [];
  if (operator === undefined || bound === undefined) return null;
  return {
    direction: operator.startsWith(">") ? "at-least" : "at-most",
    strict: operator.length === 1,
    bound,
  };
}
