import type { Direction } from "../../verdict/result";
import type { Context } from "../context";
import { DEFAULT_MIN_ROWS } from "../defaults";
import { isWorstSlice, type MetricKind, metricKind, parseLimit } from "../metric-limit";
import type { KeyPath } from "../problem";
import { parseQuantity } from "../quantities";
import type { RawBound, RawConfig, RawLimit, RawLimitMap } from "../raw-config";
import { RANGES, readShare } from "../read-quantity";
import type { AcceptanceConfig, MetricLimit } from "../types";
import { readScoring } from "./scoring";

type Bound = Pick<MetricLimit, "limit" | "direction" | "strict">;

export function readAcceptance(context: Context, raw: RawConfig): AcceptanceConfig | null {
  if (!raw.acceptance) return null;
  const given = Object.entries(raw.acceptance);
  if (!raw.data) {
    context.report(
      "config/missing-key",
      ["acceptance"],
      "needs rows to judge by, but there is no data",
      "data:\n  file: tests/holdout.csv\n  label: species",
    );
  }
  if (raw.data?.capture !== undefined) {
    context.report(
      "config/impossible-value",
      ["acceptance"],
      "needs rows to judge by, but data.capture holds requests",
      "Give data.file, or leave acceptance out: load and shadow take captures.",
    );
  }
  return { metrics: given.map(([metric, limit]) => readMetric(context, metric, limit, raw)) };
}

function readMetric(
  context: Context,
  metric: string,
  given: RawLimit,
  { data, baseline }: RawConfig,
): MetricLimit {
  const path = ["acceptance", metric];
  const kind = metricKind(metric);
  const map: RawLimitMap = typeof given === "string" ? {} : given;
  const bound =
    typeof given === "string"
      ? readWritten(context, path, given, kind)
      : readBounds(context, path, given, kind);

  const missing = (text: string) => context.report("config/missing-key", path, text);
  if (data && kind.needsLabel && data.label === undefined) missing("needs data.label");
  if (data && isWorstSlice(metric) && !data.slices) missing("needs data.slices");
  if (map.max_drop !== undefined && !baseline) {
    context.report(
      "config/missing-key",
      [...path, "max_drop"],
      "compares with a baseline, but there is none",
      "Give --baseline-url, or the key baseline.",
    );
  }
  if (map.min_rows !== undefined && !isWorstSlice(metric)) {
    context.report(
      "config/impossible-value",
      [...path, "min_rows"],
      "is only for worst_slice metrics",
    );
  }
  return {
    metric,
    ...bound,
    maxDrop:
      map.max_drop === undefined
        ? null
        : measure(context, [...path, "max_drop"], map.max_drop, kind, kind.dropHolds),
    minRows: map.min_rows ?? DEFAULT_MIN_ROWS,
    confidence: readShare(
      context,
      [...path, "confidence"],
      map.confidence,
      null,
      RANGES.confidence,
    ),
    scoring: readScoring(context, path, metric, map),
  };
}

/** A limit in one text: `">= 0.95"`. */
function readWritten(context: Context, path: KeyPath, given: string, kind: MetricKind): Bound {
  const written = parseLimit(given);
  if (!written) throw new RangeError("the schema lets only limits pass");
  const { bound, direction, strict } = written;
  checkDirection(context, path, direction, kind);
  const holds = (value: number) => kind.limitHolds(value, strict);
  return { limit: measure(context, path, bound, kind, holds, given), direction, strict };
}

/** A limit as a map: `{ min: 0.9 }`. */
function readBounds(context: Context, path: KeyPath, map: RawLimitMap, kind: MetricKind): Bound {
  const key = map.min === undefined ? "max" : "min";
  const bound = map[key];
  if (map.min !== undefined && map.max !== undefined) {
    context.report("config/impossible-value", path, "has min and max; a metric has one of them");
  }
  if (bound === undefined) {
    if (map.max_drop === undefined) {
      const text = `has no limit; expected ${kind.direction === "at-least" ? "min" : "max"} or max_drop`;
      context.report("config/missing-key", path, text);
    }
    return { limit: null, direction: kind.direction, strict: false };
  }
  const direction = key === "min" ? "at-least" : "at-most";
  checkDirection(context, [...path, key], direction, kind);
  const holds = (value: number) => kind.limitHolds(value, false);
  return { limit: measure(context, [...path, key], bound, kind, holds), direction, strict: false };
}

/** A lower limit on an error, or an upper one on a score, passes what is bad: it is a slip. */
function checkDirection(
  context: Context,
  path: KeyPath,
  direction: Direction,
  kind: MetricKind,
): void {
  if (direction === kind.direction) return;
  const better = kind.direction === "at-least" ? "higher" : "lower";
  const text = `${better} is better for this metric; expected a limit such as "${kind.example}"`;
  context.report("config/impossible-value", path, text);
}

function measure(
  context: Context,
  path: KeyPath,
  given: RawBound,
  kind: MetricKind,
  holds: (value: number) => boolean,
  written = given,
): number {
  const quantity = parseQuantity(given);
  const value = quantity?.value ?? Number.NaN;
  if (!quantity || !kind.units.includes(quantity.unit) || !holds(value)) {
    const text = `expected ${kind.expected}, found ${context.show(path, written)}`;
    context.report("config/impossible-value", path, text, `Write for example "${kind.example}".`);
  }
  return value;
}
