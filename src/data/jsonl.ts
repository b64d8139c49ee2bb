import { quote } from "../config/quote";
import { membersOf, withoutStrings } from "../json-marks";
import { dataError, type Place } from "./data-error";
import { FLATTEN, readList } from "./list-cell";
import { readText } from "./read-text";
import { type Block, LONGEST_RECORD, type RawCell, type Reader } from "./table";

/**
 * One flat JSON object a line. The columns are all keys, in the order they are first met; a row that
 * lacks one has null there. Whole numbers that a double cannot hold make their column text.
 */
export const JSONL: Reader = { read: readJsonl, typed: true };

async function* readJsonl(path: string, file: string): AsyncGenerator<Block> {
  const indexes = new Map<string, number>();
  let row = 0;
  for await (const { texts, firstLine } of readLines(path, file)) {
    const rows: RawCell[][] = [];
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

function readCells(text: string, place: Place, indexes: Map<string, number>): RawCell[] {
  const cells: RawCell[] = [];
  const object = parseObject(text, place);
  const written = mayBeLost(text, object) ? readWritten(text, place) : null;
  for (const [column, value] of Object.entries(object)) {
    if (!indexes.has(column)) indexes.set(column, indexes.size);
    const large = written?.get(column) ?? null;
    cells[indexes.get(column) as number] = large ?? readCell(value, { ...place, column });
  }
  return cells;
}

/** Whether `JSON.parse` may have dropped a key or rounded a whole number: rarely, and cheap to tell. */
function mayBeLost(text: string, object: object): boolean {
  return /\d{16}/.test(text) || text.split(":").length - 1 > Object.keys(object).length;
}

/** What of the line `JSON.parse` does not keep: large whole numbers, by column. */
function readWritten(line: string, place: Place): Map<string, bigint | null> {
  const written = new Map<string, bigint | null>();
  for (const { key, text } of membersOf(line)) {
    if (written.has(key)) {
      throw dataError("data/format", { ...place, column: key }, "the key is there twice");
    }
    const isLarge = /^-?\d{16,}$/.test(text) && !Number.isSafeInteger(Number(text));
    written.set(key, isLarge ? BigInt(text) : null);
    if (text.startsWith("[") && holdsLarge(text)) {
      throw dataError(
        "data/format",
        { ...place, column: key },
        "a list with a whole number that a double cannot hold",
        "Write such numbers as text.",
      );
    }
  }
  return written;
}

function holdsLarge(list: string): boolean {
  const outside = withoutStrings(list).match(/(?<![\w.+-])-?\d{16,}(?![\w.])/g) ?? [];
  return outside.some((digits) => !Number.isSafeInteger(Number(digits)));
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
    throw dataError(
      "data/format",
      place,
      `expected an object, found ${quote(written.trim())}`,
      Array.isArray(value) ? "Write each element of the array on a line of its own." : null,
    );
  }
  return value;
}

function readCell(value: unknown, place: Place): RawCell {
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
  return value as RawCell;
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
    const texts = chunk.split("\n");
    texts[0] = rest + texts[0];
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
