import { CsvError, type Parser, parse } from "csv-parse";
import { quote } from "../config/quote";
import { dataError } from "./data-error";
import { checkHeader } from "./header";
import { readText } from "./read-text";
import { type Block, LONGEST_RECORD, type Reader } from "./table";

/** Comma-separated values with a header (RFC 4180): every cell is text, an empty one is null. */
export const CSV: Reader = { read: readCsv, typed: false };

async function* readCsv(path: string, file: string): AsyncGenerator<Block> {
  const records = new Records(file);
  for await (const text of readText(path, file)) {
    await records.push(text);
    yield records.take();
  }
  await records.push(null);
  yield records.take();
}

/** What the parser has found and nobody has taken yet. */
class Records {
  private columns: string[] = [];
  private rows: Block["rows"] = [];
  private lines: number[] = [];
  private before = 0;
  /** The parser counts a quoted line break of Windows as two lines: how many lines too many. */
  private counted = 0;
  private readonly parser: Parser;

  constructor(private readonly file: string) {
    this.parser = parse({
      max_record_size: LONGEST_RECORD,
      // Else the first line's end would be that of all lines, and another one part of a cell.
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      skip_empty_lines: true,
      // At once, not by way of the stream: a fault in the next row would overtake this one.
      on_record: (record: string[], { lines }) => {
        this.counted += count(record, /\r\n/g);
        // It tells the line that a row ends on.
        this.add(record, lines - this.counted - count(record, /\r\n|\n|\r/g));
        return null;
      },
    });
    this.parser.resume();
    // `push` rejects with it; the stream says it once more.
    this.parser.on("error", () => undefined);
  }

  /** Resolves when the text is parsed; null ends the file. */
  push(text: string | null): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (error?: Error | null) => {
        if (!error) resolve();
        else reject(error instanceof CsvError ? this.explain(error) : error);
      };
      if (text === null) this.parser.end(done);
      else this.parser.write(text, done);
    });
  }

  take(): Block {
    const { columns, rows, lines } = this;
    this.before += rows.length;
    this.rows = [];
    this.lines = [];
    return { columns, rows, lines };
  }

  private add(record: string[], line: number): void {
    if (this.columns.length === 0) {
      this.columns = readHeader(record, this.file);
      return;
    }
    if (record.length !== this.columns.length) {
      throw dataError(
        "data/ragged-row",
        { file: this.file, line, row: this.before + this.rows.length + 1 },
        `${record.length} cells, but the header has ${this.columns.length}`,
        "A cell with a comma in it needs quotes.",
      );
    }
    this.rows.push(record.map((cell) => (cell === "" ? null : cell)));
    this.lines.push(line);
  }

  /** The parser's own messages quote the data. */
  private explain(error: CsvError) {
    const { columns, rows, file, counted, before } = this;
    const [code, text] = FAULTS[error.code] ?? (["data/format", "not readable as CSV"] as const);
    const column = columns[error.index as number] ?? columns[error.column as number];
    return dataError(
      code,
      {
        file,
        line: (error.lines as number) - counted,
        ...(columns.length > 0 && { row: before + rows.length + 1 }),
        ...(column !== undefined && { column }),
      },
      text,
      'Within quotes a quote is doubled: "a ""b"" c".',
    );
  }
}

function count(record: string[], what: RegExp): number {
  return record.reduce((sum, cell) => sum + (cell.match(what)?.length ?? 0), 0);
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
  checkHeader(header, place);
  return header;
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
