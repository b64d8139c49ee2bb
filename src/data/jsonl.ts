import { quote } from "../config/quote";
import { dataError, type Place } from "./data-error";
import { FLATTEN, readList } from "./list-cell";
import { readText } from "./read-text";
import { type Block, LONGEST_RECORD, type Reader } from "./table";
import type { Cell } from "./types";

/**
 * One flat JSON object a line. The columns are all keys, in the order they are first met; a row that
 * lacks one has null there.
 */
export const JSONL: Reader = { read: readJsonl, typed: true };

async function* readJsonl(path: string, file: string): AsyncGenerator<Block> {
  const indexes = new Map<string, number>();
  let row = 0;
  for await (const { texts, firstLine } of readLines(path, file)) {
    const rows: Cell[][] = [];
    const lines: number[] = [];
    for (const [offset, text] of texts.entries()) {
      if (text.trim() === "") continue;
      const place = { file, line: firstLine + offset, row: ++row };
      rows.push(readCells(text, place, indexes));
      lines.push(place.line);
    }
    yield { columns: [...indexes.keys()], rows, lines };
  }
}

function readCells(text: string, place: Place, indexes: Map<string, number>): Cell[] {
  const cells: Cell[] = [];
  for (const [column, value] of Object.entries(parseObject(text, place))) {
    if (!indexes.has(column)) indexes.set(column, indexes.size);
    cells[indexes.get(column) as number] = readCell(value, { ...place, column });
  }
  return cells;
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

/** Whole lines, as many as a piece of the file holds. */
export async function* readLines(
  path: string,
  file: string,
  longest = LONGEST_RECORD,
): AsyncGenerator<{ texts: string[]; firstLine: number }> {
  let rest = "";
  let firstLine = 1;
  for await (const chunk of readText(path, file)) {
    const texts = (rest + chunk).split("\n");
    rest = texts.pop() as string;
    yield { texts, firstLine };
    firstLine += texts.length;
    if (rest.length <= longest) continue;
    throw dataError(
      "data/too-large",
      { file, line: firstLine },
      `a line of more than ${longest} characters`,
    );
  }
  if (rest !== "") yield { texts: [rest], firstLine };
}
