import { quote } from "../config/quote";
import { Binary } from "./binary";
import { CapturedRequest } from "./captures/captured-request";
import { dataError, type Place } from "./data-error";
import type { RawCell } from "./table";
import type { Cell, ColumnType } from "./types";

/** The type of one column, from its cells one after the other. */
export interface ColumnInference {
  see(cell: RawCell, place: () => Place): void;
  type(): ColumnType;
  /** What people should know of how the type was found; null where there is nothing. */
  remark(): string | null;
}

interface Seen {
  cell: string;
  place: Place;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
/** 007 and 02134 are names that happen to be made of digits. */
const LEADING_ZERO = /^[+-]?0\d/;
const WHOLE = /^[+-]?\d+$/;
const BOOLEANS = new Map([
  ["true", true],
  ["True", true],
  ["TRUE", true],
  ["false", false],
  ["False", false],
  ["FALSE", false],
]);

/**
 * The type of a column of text cells. A column is numbers or booleans only if every cell that is not
 * empty is one; the words NaN and Infinity, digits that a double cannot hold, and identifiers with a
 * leading zero make it text, and so does having no cell at all.
 */
export class TextInference implements ColumnInference {
  private filled = 0;
  private numbers = 0;
  private booleans = 0;
  private files = 0;
  private firstBoolean: Seen | null = null;
  private firstOther: Seen | null = null;

  see(cell: RawCell, place: () => Place): void {
    if (cell instanceof Binary) this.files++;
    if (typeof cell !== "string") return;
    this.filled++;
    if (isNumber(cell)) this.numbers++;
    else if (BOOLEANS.has(cell)) {
      this.booleans++;
      this.firstBoolean ??= { cell, place: place() };
    } else this.firstOther ??= { cell, place: place() };
  }

  type(): ColumnType {
    if (this.files > 0) return "binary";
    if (this.filled === 0) return "text";
    if (this.booleans === this.filled) return "boolean";
    return this.numbers === this.filled ? "number" : "text";
  }

  remark(): string | null {
    if (this.filled + this.files === 0) return "has no value in any row";
    const [count, what, odd] =
      this.numbers > 0
        ? [this.numbers, "numbers", this.firstOther ?? this.firstBoolean]
        : [this.booleans, "true or false", this.firstOther];
    if (this.type() !== "text" || count === 0 || odd === null) return null;
    const { line, row } = odd.place;
    const where = `${line === undefined ? "" : `line ${line}, `}row ${row}`;
    return `is text, though ${count} of ${this.filled} cells are ${what}: ${where} has ${quote(odd.cell)}`;
  }
}

/** The type of a column whose cells have types; fails with `data/mixed-types` where they differ. */
export class ValueInference implements ColumnInference {
  private first: RawCell = null;
  private found: ColumnType | null = null;
  private large = false;

  see(cell: RawCell, place: () => Place): void {
    if (cell === null) return;
    const type = typeOf(cell);
    if (this.found === null) {
      this.found = type;
      this.first = cell;
    } else if (type !== this.found) {
      throw dataError(
        "data/mixed-types",
        place(),
        `${showCell(cell)}, but the rows before have ${showCell(this.first)}`,
        "A column holds values of one type.",
      );
    }
    this.large ||= typeof cell === "bigint" && !Number.isSafeInteger(Number(cell));
  }

  /** One number that a double cannot hold makes all of them text. */
  type(): ColumnType {
    return this.large ? "text" : (this.found ?? "text");
  }

  remark(): string | null {
    if (this.found === null) return "has no value in any row";
    return this.large ? "is text, as some of its whole numbers are too large for a double" : null;
  }
}

/** A cell as one of the type that its column has. */
export function convertCell(cell: RawCell, type: ColumnType): Cell {
  if (typeof cell === "bigint") return type === "text" ? String(cell) : Number(cell);
  // In a column that large whole numbers made text.
  if (typeof cell === "number" && type === "text") return String(cell);
  if (typeof cell !== "string") return cell;
  if (type === "number") return Number(cell);
  return type === "boolean" ? (BOOLEANS.get(cell) as boolean) : cell;
}

function isNumber(cell: string): boolean {
  const text = cell.trim();
  if (!NUMBER.test(text) || LEADING_ZERO.test(text)) return false;
  const value = Number(text);
  return WHOLE.test(text) ? Number.isSafeInteger(value) : Number.isFinite(value);
}

function typeOf(cell: RawCell): ColumnType {
  if (Array.isArray(cell)) return "list";
  if (cell instanceof Binary) return "binary";
  if (cell instanceof CapturedRequest) return "request";
  return TYPE_OF[typeof cell] ?? "text";
}

const TYPE_OF: Readonly<Record<string, ColumnType>> = {
  number: "number",
  bigint: "number",
  string: "text",
  boolean: "boolean",
};

function showCell(cell: RawCell): string {
  if (typeof cell === "bigint") return String(cell);
  return Array.isArray(cell) ? "a list" : quote(cell);
}
