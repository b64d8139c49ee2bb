import { quote } from "../config/quote";
import { dataError, type Place } from "./data-error";
import { FLATTEN, readList } from "./list-cell";
import { LONGEST_RECORD, MOST_ROWS, type Table } from "./table";
import type { Cell } from "./types";

/**
 * One flat JSON object a line. The columns are all keys, in the order they are first met; a row that
 * lacks one has null there.
 */
export async function readJsonl(text: AsyncIterable<string>, file: string): Promise<Table> {
  const indexes = new Map<string, number>();
  const rows: Cell[][] = [];
  const lines: number[] = [];
  let line = 0;
  for await (const written of splitLines(text, file)) {
    line += 1;
    if (written.trim() === "") continue;
    const place = { file, line, row: rows.length + 1 };
    if (rows.length === MOST_ROWS) {
      throw dataError("data/too-large", place, `more than ${MOST_ROWS} rows`);
    }
    const row: Cell[] = [];
    for (const [column, value] of Object.entries(parseObject(written, place))) {
      if (!indexes.has(column)) indexes.set(column, indexes.size);
      row[indexes.get(column) as number] = readCell(value, { ...place, column });
    }
    rows.push(row);
    lines.push(line);
  }
  const columns = [...indexes.keys()];
  return {
    columns,
    rows: rows.map((row) => columns.map((_, index) => row[index] ?? null)),
    lines,
    typed: true,
  };
}

function parseObject(written: string, place: Place): object {
  let value: unknown;
  try {
    value = JSON.parse(written);
  } catch {
    throw dataError(
      "data/format",
      place,
      "not JSON",
      'One object a line: {"bill_length_mm": 39.1, "species": "Adelie"}. NaN and Infinity are not JSON.',
    );
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw dataError("data/format", place, `expected an object, found ${quote(written.trim())}`);
  }
  return value;
}

function readCell(value: unknown, place: Place): Cell {
  if (Array.isArray(value)) return readList(value, place);
  if (typeof value === "object" && value !== null) {
    throw dataError(
      "data/nested",
      place,
      "expected text, a number, true, false, null or a list, found an object",
      FLATTEN,
    );
  }
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw dataError("data/format", place, "the number is too large");
  }
  return value as Cell;
}

async function* splitLines(text: AsyncIterable<string>, file: string): AsyncGenerator<string> {
  let rest = "";
  let line = 1;
  for await (const chunk of text) {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop() as string;
    for (const part of parts) {
      line += 1;
      yield part;
    }
    if (rest.length > LONGEST_RECORD) {
      throw dataError(
        "data/too-large",
        { file, line },
        `a line of more than ${LONGEST_RECORD} characters`,
      );
    }
  }
  if (rest !== "") yield rest;
}
