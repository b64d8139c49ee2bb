import { Binary } from "../../data/binary";
import type { Cell, Row } from "../../data/types";
import { assertInJson } from "../instances";

/** What a `{{name}}` in a request template may stand for, besides the columns of the row. */
const WHOLE = ["row", "record", "rows", "records"] as const;
type Whole = (typeof WHOLE)[number];

const EXACT = /^\{\{\s*([^{}]+?)\s*\}\}$/;
const EMBEDDED = /\{\{\s*([^{}]+?)\s*\}\}/g;

export interface TemplateValues {
  rows: readonly Row[];
  features: readonly string[];
}

/**
 * Fills a request body template. A string that is only `{{name}}` becomes the value with its type;
 * within a longer string the value is written as text. `row` and `record` are the features of the
 * one row as a list or an object; `rows` and `records` the same for a whole batch. A file is base64.
 */
export function fillTemplate(template: unknown, values: TemplateValues): unknown {
  if (typeof template === "string") return fillText(template, values);
  if (Array.isArray(template)) return template.map((item) => fillTemplate(item, values));
  if (typeof template === "object" && template !== null) {
    return Object.fromEntries(
      Object.entries(template).map(([key, value]) => [key, fillTemplate(value, values)]),
    );
  }
  return template;
}

/** Names used in a template that are neither a column nor one of the whole-row names. */
export function unknownNames(template: unknown, features: readonly string[]): string[] {
  const names = [...JSON.stringify(template ?? null).matchAll(EMBEDDED)].map(
    (match) => match[1] as string,
  );
  return names.filter((name) => !isWhole(name) && !features.includes(name));
}

/** A template that takes a list of rows can carry a batch. */
export function isBatchTemplate(template: unknown): boolean {
  return /\{\{\s*(rows|records)\s*\}\}/.test(JSON.stringify(template ?? null));
}

function fillText(text: string, values: TemplateValues): unknown {
  const exact = EXACT.exec(text);
  if (exact) return lookUp(exact[1] as string, values);
  return text.replace(EMBEDDED, (_, name: string) => {
    const value = lookUp(name, values);
    if (value instanceof Binary) return value.toJSON();
    return typeof value === "string" ? value : JSON.stringify(value);
  });
}

function lookUp(name: string, { rows, features }: TemplateValues): unknown {
  if (!isWhole(name)) return cellOf(rows[0], name);
  const list = (row: Row): Cell[] => features.map((feature) => cellOf(row, feature));
  const record = (row: Row) =>
    Object.fromEntries(features.map((feature) => [feature, cellOf(row, feature)]));
  const first = rows[0] ?? {};
  const whole: Record<Whole, () => unknown> = {
    row: () => list(first),
    record: () => record(first),
    rows: () => rows.map(list),
    records: () => rows.map(record),
  };
  return whole[name]();
}

function cellOf(row: Row | undefined, column: string): Cell {
  const cell = row?.[column] ?? null;
  assertInJson(cell, column);
  return cell;
}

function isWhole(name: string): name is Whole {
  return (WHOLE as readonly string[]).includes(name);
}
