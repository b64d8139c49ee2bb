import {
  type AsyncBuffer,
  asyncBufferFromFile,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
} from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { dataError, type Place } from "./data-error";
import { FLATTEN, readList } from "./list-cell";
import { fileFault } from "./read-text";
import { MOST_ROWS, type Table } from "./table";
import type { Cell } from "./types";

/**
 * Parquet, row group by row group. Whole numbers of 64 bits that a double cannot hold make their
 * column text; dates are ISO 8601 text; NaN is an empty cell, as pandas writes it.
 */
export async function readParquet(path: string, file: string): Promise<Table> {
  const source = await open(path, file);
  const columns = parquetSchema(source.metadata).children.map(({ element }) => element.name);
  const count = Number(source.metadata.num_rows);
  if (count > MOST_ROWS) {
    throw dataError("data/too-large", { file }, `${count} rows are more than ${MOST_ROWS}`);
  }
  const rows: Cell[][] = [];
  let start = 0;
  for (const group of source.metadata.row_groups) {
    const end = start + Number(group.num_rows);
    for (const [index, record] of (await readRows(source, columns, start, end, file)).entries()) {
      const place = { file, row: start + index + 1 };
      rows.push(columns.map((column) => readCell(record[column], { ...place, column })));
    }
    start = end;
  }
  writeLargeAsText(rows, columns.length);
  return { columns, rows, lines: [], typed: true };
}

interface Source {
  buffer: AsyncBuffer;
  metadata: FileMetaData;
}

async function open(path: string, file: string): Promise<Source> {
  let buffer: AsyncBuffer;
  try {
    buffer = await asyncBufferFromFile(path);
  } catch (error) {
    throw fileFault(error, file);
  }
  try {
    return { buffer, metadata: await parquetMetadataAsync(buffer) };
  } catch (error) {
    throw corrupt({ file }, error);
  }
}

/** Where a row group cannot be read, its columns are tried one by one, to name the one at fault. */
async function readRows(
  { buffer, metadata }: Source,
  columns: readonly string[],
  rowStart: number,
  rowEnd: number,
  file: string,
): Promise<Record<string, unknown>[]> {
  const read = (wanted: readonly string[]) =>
    parquetReadObjects({
      file: buffer,
      metadata,
      compressors,
      rowStart,
      rowEnd,
      columns: [...wanted],
    });
  try {
    return await read(columns);
  } catch (error) {
    const place = { file, row: rowStart + 1 };
    for (const column of columns) {
      const fault = await read([column]).then(
        () => null,
        (why: unknown) => why,
      );
      if (fault !== null) throw corrupt({ ...place, column }, fault, rowEnd);
    }
    throw corrupt(place, error, rowEnd);
  }
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
function readCell(value: unknown, place: Place): Cell {
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
  return value as Cell;
}

function toSafe(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toSafe);
  if (typeof value !== "bigint") return value;
  return isSafe(value) ? Number(value) : String(value);
}

function isSafe(value: bigint): boolean {
  return Number.isSafeInteger(Number(value));
}

/** A column holds values of one type: either all of its 64-bit numbers are numbers, or all are text. */
function writeLargeAsText(rows: Cell[][], columns: number): void {
  for (let column = 0; column < columns; column++) {
    const large = rows
      .map((row) => row[column] as unknown)
      .filter((cell) => typeof cell === "bigint");
    if (large.length === 0) continue;
    const write = large.every(isSafe) ? Number : String;
    for (const row of rows) {
      const cell = row[column] as unknown;
      if (typeof cell === "bigint") row[column] = write(cell);
    }
  }
}
