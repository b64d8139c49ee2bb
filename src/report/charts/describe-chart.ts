import type { Series, Unit } from "../../verdict/result";
import { formatDuration } from "../format-duration";
import { formatMeasure } from "../format-measure";
import type { ChartTable } from "./tabulate";

/** A value along an axis for people: "12.5 s", "30m 00s", "40.0/s". */
export function formatAlong(value: number, unit: Unit | "s" | null): string {
  if (unit !== "s") return formatMeasure(value, unit);
  return Math.abs(value) < 600 ? `${Number(value.toPrecision(4))} s` : formatDuration(value * 1000);
}

/** "Each value is the largest of 4 s."; "" where nothing was merged. */
export function mergingSentence({ merged }: ChartTable, { x }: Series): string {
  if (merged === null) return "";
  return `Each value is the ${merged.into} of ${formatAlong(merged.width, x.unit)}.`;
}
