import { Binary } from "../data/binary";
import type { Cell, Row } from "../data/types";
import { InfergateError } from "../errors";
import { isObject, type Json } from "./json-body";
import type { Answer } from "./types";

/** The columns to send: those that the config or the data names, else all of the row. */
export function featuresOf(features: readonly string[] | null, rows: readonly Row[]): string[] {
  return [...(features ?? Object.keys(rows[0] ?? {}))];
}

/** A cell as JSON; bytes as base64 in the form that TensorFlow Serving made common. */
export function cellToJson(cell: Cell | undefined, column: string): Json {
  if (cell === undefined) return null;
  if (cell instanceof Binary) return { b64: cell.bytes.toString("base64") };
  assertInJson(cell, column);
  return Array.isArray(cell) ? cell.map((item: Cell) => cellToJson(item, column)) : (cell as Json);
}

/** JSON has no infinity, and `JSON.stringify` would make an empty cell of it: another row than the user's. */
export function assertInJson(cell: Cell, column: string): void {
  if (Array.isArray(cell)) for (const item of cell as readonly Cell[]) assertInJson(item, column);
  if (typeof cell !== "number" || Number.isFinite(cell)) return;
  throw new InfergateError(
    "data/cell-type",
    `column "${column}" holds ${cell}, which JSON cannot carry`,
    "Leave such rows out. Raw bytes carry it, where the server has them: endpoint: { tensors: binary }",
  );
}

/** A row as one instance: its features as an array in their order; a lone list is the instance. */
export function rowToInstance(row: Row, features: readonly string[]): Json {
  const values = features.map((feature) => cellToJson(row[feature], feature));
  const [only] = values;
  return values.length === 1 && typeof only === "object" && only !== null ? only : values;
}

/**
 * A list of predictions, one a row. A prediction that is an object is several outputs by name, as
 * TensorFlow Serving writes models with more than one output.
 *
 * @param key where the list stands in the answer, for messages
 */
export function readPredictions(list: Json | undefined, rows: number, key: string): Answer[] {
  if (!Array.isArray(list)) {
    throw new InfergateError("answer/shape", `the answer has no list ${JSON.stringify(key)}`);
  }
  if (list.length !== rows) {
    throw new InfergateError(
      "answer/row-count",
      `${JSON.stringify(key)} has ${list.length} predictions, but ${rows} rows were sent`,
    );
  }
  return list.map((value, row) => toAnswer(value, key, row));
}

function toAnswer(value: Json, key: string, row: number): Answer {
  const outputs = isObject(value)
    ? Object.entries(value).map(([name, output]) => ({ name, value: output }))
    : [{ name: key, value: unwrapOne(value) }];
  const [prediction] = outputs;
  if (!prediction || prediction.value === null) {
    const what = prediction ? "null" : "empty";
    throw new InfergateError("answer/shape", `the prediction of row ${row + 1} is ${what}`);
  }
  return { outputs };
}

/** [n] and [n,1] both hold one value a row; servers use either. */
export function unwrapOne(value: Json): Json {
  return Array.isArray(value) && value.length === 1 ? (value[0] as Json) : value;
}
