import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { CsvError, parse } from "csv-parse";
import { quote } from "../config/quote";
import { dataError } from "./data-error";
import { LONGEST_RECORD, MOST_ROWS, type Table } from "./table";

/** Comma-separated values with a header (RFC 4180): every cell is text, an empty one is null. */
export async function readCsv(text: AsyncIterable<string>, file: string): Promise<Table> {
  const table: Table = { columns: [], rows: [], lines: [], typed: false };
  // The parser counts a quoted line break of Windows as two lines.
  let counted = 0;
  const parser = parse({
    max_record_size: LONGEST_RECORD,
    relax_column_count: true,
    skip_empty_lines: true,
    // At once, not by way of the stream: a fault in the next row would overtake this one.
    on_record: (record: string[], { lines }) => {
      counted += count(record, "\r\n");
      // It tells the line that a row ends on.
      const line = lines - counted - count(record, "\n");
      if (table.columns.length === 0) table.columns = readHeader(record, file);
      else addRow(table, record, line, file);
      return null;
    },
  });
  parser.resume();
  try {
    await pipeline(Readable.from(text), parser);
  } catch (error) {
    throw error instanceof CsvError ? explain(error, table, file, counted) : error;
  }
  return table;
}

function count(record: string[], what: string): number {
  return record.reduce((sum, cell) => sum + cell.split(what).length - 1, 0);
}

function readHeader(header: string[], file: string): string[] {
  const place = { file, line: 1 };
  const [only = ""] = header;
  const separator = /[;\t|]/.exec(only)?.[0];
  if (header.length === 1 && separator !== undefined) {
    throw dataError(
      "data/delimiter",
      place,
      `the columns are separated by ${quote(separator)}, not by commas`,
      "Save the file with commas.",
    );
  }
  const seen = new Set<string>();
  for (const [index, column] of header.entries()) {
    if (column === "") {
      throw dataError("data/header", place, `the name of column number ${index + 1} is empty`);
    }
    if (seen.has(column)) {
      throw dataError("data/header", { ...place, column }, "the name is there twice");
    }
    seen.add(column);
  }
  return header;
}

function addRow({ columns, rows, lines }: Table, record: string[], line: number, file: string) {
  const place = { file, line, row: rows.length + 1 };
  if (record.length !== columns.length) {
    throw dataError(
      "data/ragged-row",
      place,
      `${record.length} cells, but the header has ${columns.length}`,
      "A cell with a comma in it needs quotes.",
    );
  }
  if (rows.length === MOST_ROWS) {
    throw dataError("data/too-large", place, `more than ${MOST_ROWS} rows`);
  }
  rows.push(record.map((cell) => (cell === "" ? null : cell)));
  lines.push(line);
}

const FAULTS: Partial<{ [code in CsvError["code"]]: [code: `data/${string}`, text: string] }> = {
  INVALID_OPENING_QUOTE: ["data/quotes", "a quote within a cell that does not begin with one"],
  CSV_INVALID_CLOSING_QUOTE: ["data/quotes", "something follows a closing quote"],
  CSV_QUOTE_NOT_CLOSED: ["data/quotes", "a quote is opened and never closed"],
  CSV_MAX_RECORD_SIZE: [
    "data/too-large",
    `a row of more than ${LONGEST_RECORD} bytes; is a quote missing?`,
  ],
};

/** The parser's own messages quote the data. */
function explain(error: CsvError, { columns, rows }: Table, file: string, counted: number) {
  const [code, text] = FAULTS[error.code] ?? (["data/format", "not readable as CSV"] as const);
  const column = columns[error.index as number] ?? columns[error.column as number];
  return dataError(
    code,
    {
      file,
      line: (error.lines as number) - counted,
      ...(columns.length > 0 && { row: rows.length + 1 }),
      ...(column !== undefined && { column }),
    },
    text,
    'Within quotes a quote is doubled: "a ""b"" c".',
  );
}
