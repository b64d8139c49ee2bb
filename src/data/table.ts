import type { Cell } from "./types";

/** What a reader gets out of a file: rows of cells, with where each stood. */
export interface Table {
  columns: string[];
  /** Each as long as `columns`. */
  rows: Cell[][];
  /** The line that a row begins on, from 1. */
  lines: number[];
  /** Whether the format has types of its own; else all cells are text, to be inferred from. */
  typed: boolean;
}

/** More rows than a gate can send; what is larger is the wrong file. */
export const MOST_ROWS = 1_000_000;

/** Bytes of one record: what is longer is not a row of a table. */
export const LONGEST_RECORD = 1_000_000;
