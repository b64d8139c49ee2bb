import type { Place } from "./data-error";
import type { Cell } from "./types";

/** A cell as a reader gives it: whole numbers of 64 bits wait until their whole column is known. */
export type RawCell = Cell | bigint;

/** Some rows of a file, as a reader gets them out of it. */
export interface Block {
  /** All columns met so far; a row may be shorter than that, the rest of it is null. */
  columns: readonly string[];
  rows: RawCell[][];
  /** The line that each row begins on, from 1; empty where the format has no lines. */
  lines: number[];
  /** What of a capture is not sent: people are told how much of it there is. */
  leftOut?: readonly LeftOut[];
}

export interface LeftOut {
  as: "no inference" | "credentials";
  what: string;
}

/** One format. `path` is where the file is, `file` how messages call it. */
export interface Reader {
  /** Block by block, so that a file may be larger than memory. Fails with `data/…`. */
  read(path: string, file: string): AsyncGenerator<Block>;
  /** Whether the format has types of its own; else all cells are text, to be inferred from. */
  typed: boolean;
  /** Columns that are no features unless the config names them. */
  aside?: readonly string[];
}

/** Rows that are held in memory; a file with more is read anew where all of them are wanted. */
export const CHUNK_ROWS = 10_000;

/** Bytes of one record: what is longer is not a row of a table. */
export const LONGEST_RECORD = 1_000_000;

/** Bytes of one captured request. */
export const LARGEST_REQUEST = 64 * 1024 * 1024;

/** Where the row at `index` of a block stands, `before` rows having come before the block. */
export function placeOf({ lines }: Block, index: number, before: number, file: string): Place {
  const line = lines[index];
  return { file, ...(line !== undefined && { line }), row: before + index + 1 };
}
