import type { AxisScale, Series } from "../../verdict/result";

type Point = [number, number];

/** No measure of ours is larger; chart libraries lose count of their ticks far beyond. */
const LARGEST = 1e15;
const SMALLEST_ON_LOG = 1e-12;

/** The points that a chart can draw, x ascending: none without end, none below zero on a log axis. */
export function drawablePoints(points: readonly Point[], scale: Series["scale"]): Point[] {
  const fits = (value: number, along: AxisScale | undefined) =>
    Math.abs(value) <= LARGEST && (along !== "log" || value >= SMALLEST_ON_LOG);
  return points
    .filter(([x, y]) => fits(x, scale?.x) && fits(y, scale?.y))
    .sort(([a], [b]) => a - b);
}
