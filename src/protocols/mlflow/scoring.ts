import { Binary } from "../../data/binary";
import type { Row } from "../../data/types";
import type { HttpAnswer } from "../../http/types";
import { cellToJson } from "../instances";
import { isObject, type Json, readText } from "../json-body";

/**
 * The body of MLflow's scoring server (mlflow/mlflow `mlflow/pyfunc/scoring_server/__init__.py`):
 * exactly one of `dataframe_split`, `dataframe_records`, `instances`, `inputs`. The first keeps the
 * order of the columns and gives them their names.
 */
export function dataframeSplit(
  instances: Json[],
  columns: readonly string[],
  params: { [key: string]: Json } | null,
): { [key: string]: Json } {
  const split = { dataframe_split: { columns: [...columns], data: instances } };
  return params === null ? split : { ...split, params };
}

/** A cell a column, a list among them; a binary column takes base64 (`mlflow/utils/proto_json_utils.py`). */
export function rowToCells(row: Row, columns: readonly string[]): Json {
  return columns.map((column) => {
    const cell = row[column];
    return cell instanceof Binary ? cell.toJSON() : cellToJson(cell, column);
  });
}

export function findPredictions(body: Json): Json | undefined {
  return isObject(body) ? body.predictions : undefined;
}

/** `{"error_code": …, "message": …, "stack_trace"?: …}`; a message alone is any proxy's. */
export function readMlflowError(answer: HttpAnswer): string | null {
  return readText(answer, "error_code") === null ? null : readText(answer, "message");
}
