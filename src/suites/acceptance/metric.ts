import type { Random } from "../../stats/random";
import type { Unit } from "../../verdict/result";
import type { ScoredRows } from "./scored-rows";

export type Indices = ArrayLike<number>;
export type Interval = [number | null, number | null];

/** One metric over any choice of rows. */
export interface Metric {
  unit: Unit;
  /** Whether a row is right or wrong, rather than near or far. */
  countsClasses: boolean;
  /** NaN where the rows do not allow it, e.g. R² of one row. */
  value(rows: ScoredRows, indices: Indices): number;
  interval(rows: ScoredRows, indices: Indices, confidence: number, random: Random): Interval;
  /** What people should know of how the value came about, each part ready to follow a semicolon. */
  notes?(rows: ScoredRows, indices: Indices): string[];
}

/** Bounded work: many rows need fewer resamples for the same picture. */
const MOST_ROW_DRAWS = 4_000_000;

export function replicatesFor(rows: number): number {
  return Math.min(2000, Math.max(200, Math.floor(MOST_ROW_DRAWS / rows)));
}

export function at(indices: Indices, drawn: Uint32Array): Uint32Array {
  return drawn.map((place) => indices[place] as number);
}
