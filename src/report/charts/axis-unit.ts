import type { Series, Unit } from "../../verdict/result";
import { scaleOf } from "../format-measure";
import { smallestOf } from "./extremes";

/** How an axis counts: values are multiplied by `factor`; `symbol` names the unit, "" where there is none. */
export interface AxisUnit {
  factor: number;
  symbol: string;
}

/** One unit for the whole axis, chosen by its largest value: "ms" or "s", "KiB" or "GiB". */
export function axisUnit(unit: Unit | "s" | null, largest: number): AxisUnit {
  if (unit === "s") return TIMES.find(({ from }) => largest >= from) ?? SECONDS;
  const { factor, suffix } = scaleOf(largest, unit);
  return { factor, symbol: suffix === "/s" ? "per s" : suffix.trim() };
}

/** "response time (ms)". */
export function axisTitle(title: string, { symbol }: AxisUnit): string {
  return symbol === "" ? title : `${title} (${symbol})`;
}

/** Whether what is counted along an axis comes whole, so that there is nothing at 2.5 of it. */
export function comesWhole(unit: Unit | "s", values: readonly number[]): boolean {
  return unit === "count" && values.every(Number.isInteger);
}

/**
 * Whether a chart of it starts at zero, as one must of which lengths are compared. Memory and scores do
 * not, nor shares near 100 %: what counts there is a change that is small beside the whole.
 */
export function startsAtZero({ y, scale, lines }: Series): boolean {
  if (scale?.y === "log" || y.unit === "bytes" || y.unit === "score") return false;
  const values = lines.flatMap(({ points }) => points.map(([, value]) => value));
  return y.unit !== "share" || smallestOf(values) < MOST_OF_IT;
}

const MOST_OF_IT = 0.5;

const SECONDS = { factor: 1, symbol: "s" };

const TIMES = [
  { from: 4 * 3600, factor: 1 / 3600, symbol: "h" },
  { from: 10 * 60, factor: 1 / 60, symbol: "min" },
];
