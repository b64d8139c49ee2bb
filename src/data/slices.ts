import { quote } from "../config/quote";
import { InfergateError } from "../errors";
import type { Cell, ColumnType, Dataset, Row } from "./types";

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
 * Which slices a row belongs to. An empty cell is a value of its own for a column (`sex=(empty)`), and
 * is in no comparison. Fails with `data/bad-slice` where a comparison does not fit its column, or a
 * column has too many values.
 */
export class SliceReader {
  private readonly rules: ((row: Row) => string | null)[];

  constructor(types: Dataset["types"], expressions: readonly string[]) {
    this.rules = expressions.map((text) => {
      const expression = parseSlice(text);
      if (expression.kind === "column") return byValue(expression.column, text);
      const name = text.trim();
      const holds = comparison(types, expression, text);
      return (row) => (holds(row) ? name : null);
    });
  }

  /** One name for each expression, null where the row is not in it. */
  namesOf(row: Row): (string | null)[] {
    return this.rules.map((rule) => rule(row));
  }
}

/** The rows of each slice, gathered row by row. */
export class SliceIndex {
  private readonly reader: SliceReader;
  /** For each expression the rows of its slices; a comparison is there even if no row is in it. */
  private readonly found: Map<string, number[]>[];

  constructor(types: Dataset["types"], expressions: readonly string[]) {
    this.reader = new SliceReader(types, expressions);
    this.found = expressions.map(
      (text) => new Map(parseSlice(text).kind === "column" ? [] : [[text.trim(), []]]),
    );
  }

  add(row: Row, index: number): void {
    for (const [which, name] of this.reader.namesOf(row).entries()) {
      if (name === null) continue;
      const slices = this.found[which] as Map<string, number[]>;
      const rows = slices.get(name);
      if (rows) rows.push(index);
      else slices.set(name, [index]);
    }
  }

  /** In the order of the expressions; those of one column in the order of their names. */
  slices(): Slice[] {
    return this.found.flatMap((slices) =>
      [...slices]
        .map(([name, rowIndexes]) => ({ name, rowIndexes }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    );
  }
}

function byValue(column: string, text: string): (row: Row) => string {
  const values = new Set<Cell>();
  return (row) => {
    const cell = row[column] ?? null;
    values.add(cell);
    if (values.size > MOST_VALUES) {
      throw badSlice(text, `has over ${MOST_VALUES} different values; compare it with one instead`);
    }
    return `${column}=${cell ?? "(empty)"}`;
  };
}

const COMPARISONS: Record<Operator, (cell: string | number, value: string | number) => boolean> = {
  "<": (cell, value) => cell < value,
  "<=": (cell, value) => cell <= value,
  ">": (cell, value) => cell > value,
  ">=": (cell, value) => cell >= value,
  "==": (cell, value) => cell === value,
  "!=": (cell, value) => cell !== value,
};

function comparison(
  types: Dataset["types"],
  { column, operator, literal }: SliceExpression & { kind: "comparison" },
  text: string,
): (row: Row) => boolean {
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
  return (row) => {
    const cell = row[column] ?? null;
    return cell !== null && holds(typeof cell === "number" ? cell : String(cell), value);
  };
}

const SHOWN: Record<ColumnType, string> = {
  number: "numbers",
  text: "text",
  boolean: "true and false",
  list: "lists",
  binary: "files",
  request: "requests",
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
