import {
  type AsyncBuffer,
  asyncBufferFromFile,
  type ParquetRowRange,
  type ParquetScan,
  parquetMetadataAsync,
  parquetScan,
  parquetSchema,
} from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { dataError, type Place } from "./data-error";
import { checkHeader } from "./header";
import { PARSERS, readCell, takeDecimals } from "./parquet-cell";
import { fileFault } from "./read-text";
import type { Block, RawCell, Reader } from "./table";

/**
 * Parquet, as columns, some rows of a row group in memory at a time. Whole numbers of 64 bits that a
 * double cannot hold make their column text; dates and times are ISO 8601 text; NaN is an empty cell,
 * as pandas writes it.
 */
export const PARQUET: Reader = {
  read: readRows,
  typed: true,
  // What pandas calls an index without a name, e.g. the one that is left of a train-test split.
  aside: ["__index_level_0__"],
};

/** Rows taken out of a span at once. */
const BLOCK_ROWS = 1000;

/**
 * Rows of a row group that are decoded at once: a writer may put a whole file into one group. Each span
 * fetches the column anew and passes over the pages of the spans before, so they are not too many.
 */
const SPAN_ROWS = 20_000;
const MOST_SPANS = 32;

async function* readRows(path: string, file: string): AsyncGenerator<Block> {
  const { scan, scales } = await open(path, file);
  const fields = parquetSchema(scan.metadata).children;
  const columns = fields.map(({ element }) => element.name);
  checkHeader(columns, { file });
  yield { columns, rows: [], lines: [] };
  // Pages of lists are not told apart by their rows: passing over them takes as long as reading them.
  const isFlat = fields.every(({ children }) => children.length === 0);
  for (const { rowStart, rowEnd } of isFlat ? scan.ranges.flatMap(toSpans) : scan.ranges) {
    const values: ArrayLike<unknown>[] = [];
    for (const column of columns) {
      values.push(await readColumn(scan, { column, rowStart, rowEnd }, file));
    }
    for (let first = rowStart; first < rowEnd; first += BLOCK_ROWS) {
      const rows: RawCell[][] = [];
      for (let row = first; row < Math.min(rowEnd, first + BLOCK_ROWS); row++) {
        const cellOf = (column: string, index: number) =>
          readCell(
            values[index]?.[row - rowStart],
            { file, row: row + 1, column },
            scales.get(column),
          );
        rows.push(columns.map(cellOf));
      }
      yield { columns, rows, lines: [] };
    }
  }
}

function toSpans({ rowStart, rowEnd }: ParquetRowRange): ParquetRowRange[] {
  const size = Math.max(SPAN_ROWS, Math.ceil((rowEnd - rowStart) / MOST_SPANS));
  return Array.from({ length: Math.ceil((rowEnd - rowStart) / size) }, (_, index) => ({
    rowStart: rowStart + index * size,
    rowEnd: Math.min(rowEnd, rowStart + (index + 1) * size),
  }));
}

interface OpenFile {
  scan: ParquetScan;
  /** Of the columns of decimals. */
  scales: Map<string, number>;
}

/** A file that is no Parquet, or was cut off, fails here: what it holds stands at its end. */
async function open(path: string, file: string): Promise<OpenFile> {
  let buffer: AsyncBuffer;
  try {
    buffer = await asyncBufferFromFile(path);
  } catch (error) {
    throw fileFault(error, file);
  }
  if (buffer.byteLength === 0) throw dataError("data/empty", { file }, "the file is empty");
  try {
    const metadata = await parquetMetadataAsync(buffer, { geoparquet: false });
    const scales = takeDecimals(metadata);
    const options = { file: buffer, metadata, compressors, parsers: PARSERS, utf8: false };
    return { scan: await parquetScan(options), scales };
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
