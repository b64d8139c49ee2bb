import type { AxisScale, Series } from "../../../verdict/result";

export interface Range {
  min: number;
  max: number;
}

/** To where distances on the screen are differences, and back. */
const AXES: Record<AxisScale, { into(x: number): number; back(x: number): number }> = {
  linear: { into: (x) => x, back: (x) => x },
  log: { into: Math.log, back: Math.exp },
};

/** Beside points that stand alone, as a share of the whole. */
const MARGIN = 0.03;

/** From the first to the last point of all charts, with room at the edges for points that stand alone. */
export function fullRange(charts: readonly Series[], scale: AxisScale): Range {
  const { into, back } = AXES[scale];
  const lines = charts.flatMap((series) => series.lines);
  const ends = lines.flatMap(({ points }) => [points[0]?.[0], points.at(-1)?.[0]]);
  const known = ends.filter((x) => x !== undefined);
  const min = Math.min(...known);
  const max = Math.max(...known);
  if (max > min && lines.every(({ style }) => style !== "points")) return { min, max };
  const room = (into(max) - into(min) || 1) * MARGIN;
  return { min: back(into(min) - room), max: back(into(max) + room) };
}

/** A factor of 2 shows half as much, with `around` where it is, null for the middle. */
export function zoomed(
  scale: AxisScale,
  range: Range,
  around: number | null,
  factor: number,
): Range {
  const { into, back } = AXES[scale];
  const from = into(range.min);
  const to = into(range.max);
  const at = around === null ? (from + to) / 2 : into(around);
  return { min: back(at - (at - from) / factor), max: back(at + (to - at) / factor) };
}

/** By a share of what is shown, to the right where it is positive, and not beyond the outer range. */
export function shifted(scale: AxisScale, outer: Range, range: Range, share: number): Range {
  const { into, back } = AXES[scale];
  const from = into(range.min);
  const to = into(range.max);
  const move = Math.min(
    Math.max((to - from) * share, into(outer.min) - from),
    into(outer.max) - to,
  );
  return { min: back(from + move), max: back(to + move) };
}

/** The part of the range that lies in the outer one. */
export function within(outer: Range, { min, max }: Range): Range {
  return { min: Math.max(outer.min, min), max: Math.min(outer.max, max) };
}
