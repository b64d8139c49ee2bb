import {
  type AsyncBuffer,
  asyncBufferFromFile,
  type ParquetScan,
  parquetScan,
  parquetSchema,
} from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { dataError, type Place } from "./data-error";
import { FLATTEN, readList } from "./list-cell";
import { fileFault } from "./read-text";
import type { Block, RawCell, Reader } from "./table";

/**
 * Parquet, one row group in memory at a time, as columns. Whole numbers of 64 bits that a double
 * cannot hold make their column text; dates are ISO 8601 text; NaN is an empty cell, as pandas
 * writes it.
 */
export const PARQUET: Reader = { read: readRows, typed: true };

/** Rows taken out of a row group at once. */
const BLOCK_ROWS = 1000;

async function* readRows(path: string, file: string): AsyncGenerator<Block> {
  const scan = await open(path, file);
  const columns = parquetSchema(scan.metadata).children.map(({ element }) => element.name);
  yield { columns, rows: [], lines: [] };
  for (const { rowStart, rowEnd } of scan.ranges) {
    const values: ArrayLike<unknown>[] = [];
    for (const column of columns) {
      values.push(await readColumn(scan, { column, rowStart, rowEnd }, file));
    }
    for (let first = rowStart; first < rowEnd; first += BLOCK_ROWS) {
      const rows: RawCell[][] = [];
      for (let row = first; row < Math.min(rowEnd, first + BLOCK_ROWS); row++) {
        const cellOf = (column: string, index: number) =>
          readCell(values[index]?.[row - rowStart], { file, row: row + 1, column });
        rows.push(columns.map(cellOf));
      }
      yield { columns, rows, lines: [] };
    }
  }
}

/** A file that is no Parquet, or was cut off, fails here: what it holds stands at its end. */
async function open(path: string, file: string): Promise<ParquetScan> {
  let buffer: AsyncBuffer;
  try {
    buffer = await asyncBufferFromFile(path);
  } catch (error) {
    throw fileFault(error, file);
  }
  try {
    return await parquetScan({ file: buffer, compressors });
  } catch (error) {
    throw corrupt({ file }, error);
  }
}

interface Span {
  column: string;
  /** Rows of the file, from 0, the last not included. */
  rowStart: number;
  rowEnd: number;
}

/** Column by column: where one cannot be read, it is known which. */
async function readColumn(
  scan: ParquetScan,
  span: Span,
  file: string,
): Promise<ArrayLike<unknown>> {
  const { column, rowStart, rowEnd } = span;
  let values: ArrayLike<unknown>;
  try {
    values = await scan.readColumn(span);
  } catch (error) {
    throw corrupt({ file, row: rowStart + 1, column }, error, rowEnd);
  }
  if (values.length === rowEnd - rowStart) return values;
  const why = `${values.length} values where ${rowEnd - rowStart} are due`;
  throw corrupt({ file, row: rowStart + 1, column }, why, rowEnd);
}

function corrupt(place: Place, error: unknown, rowEnd?: number) {
  const upTo = rowEnd === undefined ? "" : ` up to row ${rowEnd}`;
  const why = String(error instanceof Error ? error.message : error).slice(0, 200);
  return dataError(
    "data/format",
    place,
    `not readable as Parquet${upTo}: ${why}`,
    "Is the file complete? Write it again, or give CSV or JSONL.",
  );
}

/** 64-bit numbers stay as they are until the whole column is known. */
function readCell(value: unknown, place: Place): RawCell {
  if (value === null || value === undefined || Number.isNaN(value)) return null;
  if (value instanceof Date) return value.toISOString().replace(/T00:00:00\.000Z$/, "");
  if (value instanceof Uint8Array) {
    throw dataError("data/binary", place, "bytes that are no text", "Name a folder of files.");
  }
  if (Array.isArray(value)) return readList(value.map(toSafe), place);
  if (typeof value === "object") throw dataError("data/nested", place, "an object", FLATTEN);
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw dataError("data/format", place, "an infinite number");
  }
  return value as RawCell;
}

function toSafe(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toSafe);
  if (typeof value !== "bigint") return value;
  return isSafe(value) ? Number(value) : String(value);
}

function isSafe(value: bigint): boolean {
  return Number.isSafeInteger(Number(value));
}
