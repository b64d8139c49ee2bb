import { Binary } from "./binary";
import type { Cell, ColumnType } from "./types";

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
export function inferType(cells: readonly (string | null)[]): ColumnType {
  const filled = cells.filter((cell) => cell !== null);
  if (filled.length === 0) return "text";
  if (filled.every((cell) => BOOLEANS.has(cell))) return "boolean";
  return filled.every(isNumber) ? "number" : "text";
}

/** A text cell as a cell of the type that its column has. */
export function convertCell(cell: string | null, type: ColumnType): Cell {
  if (cell === null) return null;
  if (type === "number") return Number(cell);
  return type === "boolean" ? (BOOLEANS.get(cell) as boolean) : cell;
}

function isNumber(cell: string): boolean {
  const text = cell.trim();
  if (!NUMBER.test(text) || LEADING_ZERO.test(text)) return false;
  const value = Number(text);
  return WHOLE.test(text) ? Number.isSafeInteger(value) : Number.isFinite(value);
}

const TYPE_OF: Readonly<Record<string, ColumnType>> = {
  number: "number",
  string: "text",
  boolean: "boolean",
};

function typeOf(cell: Cell): ColumnType | undefined {
  if (Array.isArray(cell)) return "list";
  return cell instanceof Binary ? "binary" : TYPE_OF[typeof cell];
}

/** The type that typed cells share; null where they differ. */
export function sharedType(cells: readonly Cell[]): ColumnType | null {
  const types = new Set(cells.filter((cell) => cell !== null).map(typeOf));
  if (types.size > 1) return null;
  const [type = "text"] = types;
  return type;
}
