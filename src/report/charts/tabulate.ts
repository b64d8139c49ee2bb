import type { LineStyle, Series, SeriesLine, Unit } from "../../verdict/result";
import { drawablePoints } from "./drawable-points";
import { largestOf, meanOf } from "./extremes";

type Point = [number, number];

/** The lines of a chart, read off at common values of x. */
export interface ChartTable {
  xs: number[];
  lines: { name: string; style: LineStyle; values: (number | null)[] }[];
  /** Where a row stands for several points: how far it reaches along x, and what was made of them. */
  merged: { width: number; into: Merging } | null;
}

type Merging = "largest" | "mean";

/**
 * What becomes of several values in one place. A rate, and a share of requests, over a longer time is
 * the mean; of times, sizes and counts the largest is kept, since nothing that went wrong may vanish.
 */
const MERGINGS: Record<Unit, Merging> = {
  ms: "largest",
  bytes: "largest",
  count: "largest",
  "per-second": "mean",
  share: "mean",
  ratio: "mean",
  score: "mean",
};

/**
 * At most `most` rows. Points that were measured say where the rows are, and curves and limits are read
 * off there; a chart without such points takes its lines. `even` asks for rows at equal distances, as
 * along a time axis; a row in which nothing was measured has null.
 */
export function tabulate(series: Series, most: number, even = false): ChartTable {
  const lines = series.lines.map((line) => ({
    ...line,
    style: line.style ?? "line",
    points: drawablePoints(line.points, series.scale),
  }));
  const leading = leadingStyle(lines);
  const measured = lines.filter(({ style }) => style === leading).flatMap(({ points }) => points);
  const found = distinct(measured.map(([x]) => x));
  const places = leading === "step" && even ? spreadOver(found, most) : found;
  const grid = even || places.length > most ? evenGrid(places, most) : null;
  const xs = grid === null ? places : grid.xs;
  const into = MERGINGS[series.y.unit];
  return {
    xs,
    lines: lines.map(({ name, style, points }) => ({
      name,
      style,
      values:
        style === leading && style !== "step"
          ? mergeInto(points, xs.length, grid?.indexOf ?? ((x) => xs.indexOf(x)), into)
          : xs.map((x) => readOff(points, x + (grid?.middle ?? 0), style)),
    })),
    merged: grid === null || grid.cells === 1 ? null : { width: grid.width, into },
  };
}

function leadingStyle(lines: readonly SeriesLine[]): LineStyle {
  const drawn = lines.filter(({ points }) => points.length > 0).map(({ style }) => style);
  return (["points", "line", "step"] as const).find((style) => drawn.includes(style)) ?? "limit";
}

/** What holds between its points can be read off anywhere. */
function spreadOver(places: readonly number[], count: number): number[] {
  const [first = 0, last = first] = [places[0], places.at(-1)];
  if (last === first) return [...places];
  return Array.from({ length: count }, (_, i) => first + ((last - first) * i) / (count - 1));
}

function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

/** Rows of equal width, each a whole number of the usual steps between points. */
function evenGrid(places: readonly number[], most: number) {
  const first = places[0] ?? 0;
  const span = (places.at(-1) ?? 0) - first;
  const step = medianStep(places);
  const steps = step > 0 ? Math.round(span / step) + 1 : 1;
  const cells = Math.max(1, Math.ceil(steps / most));
  const rows = Math.ceil(steps / cells);
  const width = cells * step;
  return {
    cells,
    width,
    /** From the first of the steps that a row stands for to the middle of them. */
    middle: (width - step) / 2,
    xs: Array.from({ length: rows }, (_, row) => first + row * width),
    // To the nearest step first: times that were taken a little early or late stay in their row.
    indexOf: (x: number) =>
      step > 0 ? Math.min(Math.floor(Math.round((x - first) / step) / cells), rows - 1) : 0,
  };
}

function medianStep(places: readonly number[]): number {
  const steps = places.slice(1).map((x, index) => x - (places[index] as number));
  return steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
}

function mergeInto(
  points: readonly Point[],
  rows: number,
  indexOf: (x: number) => number,
  into: Merging,
): (number | null)[] {
  const cells = Array.from({ length: rows }, (): number[] => []);
  for (const [x, y] of points) cells[indexOf(x)]?.push(y);
  return cells.map((values) => (values.length === 0 ? null : MERGE[into](values)));
}

const MERGE: Record<Merging, (values: readonly number[]) => number> = {
  largest: largestOf,
  mean: meanOf,
};

/** A curve between its points by the straight line; a step holds till the next, a limit beyond its ends. */
function readOff(points: readonly Point[], x: number, style: LineStyle): number | null {
  const after = points.findIndex(([at]) => at >= x);
  const right = points[after];
  const left = points[after === -1 ? points.length - 1 : after - 1];
  if (right?.[0] === x) return right[1];
  if (style === "step") return left?.[1] ?? null;
  if (left === undefined || right === undefined) {
    return style === "limit" ? ((left ?? right)?.[1] ?? null) : null;
  }
  return left[1] + ((right[1] - left[1]) * (x - left[0])) / (right[0] - left[0]);
}
