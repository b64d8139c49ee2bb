import { quote } from "../config/quote";
import { InfergateError } from "../errors";
import type { Cell, ColumnType, Dataset } from "./types";

export type Operator = "<" | "<=" | ">" | ">=" | "==" | "!=";

/** A column makes a slice of each of its values, a comparison makes one slice. */
export type SliceExpression =
  | { kind: "column"; column: string }
  | { kind: "comparison"; column: string; operator: Operator; literal: string };

export interface Slice {
  /** `sex=male`, or the comparison as written. */
  name: string;
  rowIndexes: number[];
}

const EXAMPLE = 'Write a column, or a comparison such as: body_mass_g < 3500, or: sex == "male"';

/** A quoted text, an operator, or whatever stands between. */
const TOKEN = /"(?:[^"\\]|\\.)*"|'[^']*'|<=|>=|==|!=|<|>|=|!|[^<>=!"']+|["']/g;
const OPERATORS: ReadonlySet<string> = new Set(["<", "<=", ">", ">=", "==", "!="]);

/** Reads a slice expression. Throws `data/bad-slice`. */
export function parseSlice(text: string): SliceExpression {
  const tokens = [...text.matchAll(TOKEN)].map(([token]) => token.trim()).filter(Boolean);
  const [column, operator, literal, ...rest] = tokens;
  if (column === undefined || !isOperand(column))
    throw badSlice(text, "does not begin with a column");
  if (operator === undefined) return { kind: "column", column: unquote(column) };
  if (operator === "=") throw badSlice(text, "compares with =; write ==");
  if (!isOperator(operator)) throw badSlice(text, "has no comparison after the column");
  if (literal === undefined || !isOperand(literal) || rest.length > 0) {
    throw badSlice(text, "needs exactly one value after the comparison");
  }
  return { kind: "comparison", column: unquote(column), operator, literal: unquote(literal) };
}

/** More slices of one column say nothing: the column is a measure, not a group. */
const MOST_VALUES = 50;

/**
 * Which rows belong to which slice. An empty cell is a value of its own for a column (`sex=(empty)`),
 * and is in no comparison. Throws `data/bad-slice` where a comparison does not fit its column.
 */
export function assignSlices(
  data: Pick<Dataset, "rows" | "types">,
  expressions: readonly string[],
): Slice[] {
  return expressions.flatMap((text) => {
    const expression = parseSlice(text);
    return expression.kind === "column"
      ? byValue(data, expression.column, text)
      : [{ name: text.trim(), rowIndexes: matching(data, expression, text) }];
  });
}

function byValue({ rows }: Pick<Dataset, "rows">, column: string, text: string): Slice[] {
  const groups = new Map<Cell, number[]>();
  for (const [index, row] of rows.entries()) {
    const cell = row[column] ?? null;
    const group = groups.get(cell);
    if (group) group.push(index);
    else groups.set(cell, [index]);
  }
  if (groups.size > MOST_VALUES) {
    throw badSlice(text, `has ${groups.size} different values; compare it with one instead`);
  }
  return [...groups]
    .map(([cell, rowIndexes]) => ({ name: `${column}=${cell ?? "(empty)"}`, rowIndexes }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

const COMPARISONS: Record<Operator, (cell: string | number, value: string | number) => boolean> = {
  "<": (cell, value) => cell < value,
  "<=": (cell, value) => cell <= value,
  ">": (cell, value) => cell > value,
  ">=": (cell, value) => cell >= value,
  "==": (cell, value) => cell === value,
  "!=": (cell, value) => cell !== value,
};

function matching(
  { rows, types }: Pick<Dataset, "rows" | "types">,
  { column, operator, literal }: SliceExpression & { kind: "comparison" },
  text: string,
): number[] {
  const type = types[column] ?? "text";
  const ordered = operator !== "==" && operator !== "!=";
  if (ordered && type !== "number") throw badSlice(text, `orders a column of ${SHOWN[type]}`);
  const value = type === "number" ? Number(literal) : literal;
  if (type === "number" && (literal === "" || !Number.isFinite(value))) {
    throw badSlice(text, `compares a column of numbers with ${quote(literal)}`);
  }
  if (type === "boolean" && literal !== "true" && literal !== "false") {
    throw badSlice(text, `compares a column of true and false with ${quote(literal)}`);
  }
  const holds = COMPARISONS[operator];
  return rows.flatMap((row, index) => {
    const cell = row[column] ?? null;
    if (cell === null) return [];
    return holds(typeof cell === "number" ? cell : String(cell), value) ? [index] : [];
  });
}

const SHOWN: Record<ColumnType, string> = {
  number: "numbers",
  text: "text",
  boolean: "true and false",
  list: "lists",
  binary: "files",
};

function isOperator(token: string): token is Operator {
  return OPERATORS.has(token);
}

function isOperand(token: string): boolean {
  return /^[^<>=!"']/.test(token) || (/^(["']).*\1$/s.test(token) && token.length > 1);
}

function unquote(token: string): string {
  if (token.startsWith("'")) return token.slice(1, -1);
  if (token.startsWith('"')) return token.slice(1, -1).replace(/\\(.)/gs, "$1");
  return token;
}

function badSlice(text: string, why: string): InfergateError {
  return new InfergateError("data/bad-slice", `the slice ${quote(text)} ${why}`, EXAMPLE);
}
