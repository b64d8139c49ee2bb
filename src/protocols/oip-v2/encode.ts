import type { Cell, Row } from "../../data/types";
import { InfergateError } from "../../errors";
import type { Signature, TensorSpec } from "../types";
import { DATATYPES } from "./datatypes";

export interface Tensor {
  name: string;
  shape: number[];
  datatype: string;
  data: (string | number | boolean)[];
  parameters?: { content_type: string };
}

/**
 * Rows as V2 input tensors. One input takes all features as its columns, in order; as many inputs
 * as features take one column each, by name where all names match, else in order. Where the
 * metadata names no inputs (MLServer's runtimes often do not), numbers go as one FP64 matrix and
 * mixed rows as one input a column.
 */
export function encodeTensors(
  rows: readonly Row[],
  features: readonly string[],
  signature: Signature | null,
): Tensor[] {
  const specs = signature?.inputs.length ? signature.inputs : inferSpecs(rows, features);
  if (specs.length === 1) return [encodeMatrix(rows, features, specs[0] as TensorSpec)];
  if (specs.length !== features.length) {
    throw new InfergateError(
      "data/feature-count",
      `the model has ${specs.length} inputs (${specs.map((spec) => spec.name).join(", ")}), but the rows have ${features.length} features (${features.join(", ")})`,
      "Name the columns to send, in order, in data.features.",
    );
  }
  const byName = specs.every((spec) => features.includes(spec.name));
  return specs.map((spec, index) =>
    encodeMatrix(rows, [byName ? spec.name : (features[index] as string)], spec),
  );
}

/** Whether the first axis counts rows. A fixed first axis is a model without batches. */
export function isBatched(spec: TensorSpec): boolean {
  return spec.shape[0] === -1;
}

function encodeMatrix(rows: readonly Row[], columns: readonly string[], spec: TensorSpec): Tensor {
  return {
    name: spec.name,
    shape: shapeFor(spec, rows.length, columns),
    datatype: spec.datatype,
    data: rows.flatMap((row) => columns.map((column) => cellValue(row, column, spec))),
    ...(spec.contentType ? { parameters: { content_type: spec.contentType } } : {}),
  };
}

function shapeFor(spec: TensorSpec, rows: number, columns: readonly string[]): number[] {
  const inner = isBatched(spec) ? spec.shape.slice(1) : spec.shape;
  const fixed = inner.filter((size) => size !== -1).reduce((product, size) => product * size, 1);
  const free = inner.filter((size) => size === -1).length;
  if (columns.length % fixed !== 0 || (free === 0 && columns.length !== fixed)) {
    throw new InfergateError(
      "data/feature-count",
      `the model's input "${spec.name}" takes ${fixed} values a row, but the rows have ${columns.length} features (${columns.join(", ")})`,
      "Name the columns to send, in order, in data.features.",
    );
  }
  // The first free axis takes what is left over, as a sequence length does.
  let rest = columns.length / fixed;
  const sizes = inner.map((size) => {
    if (size !== -1) return size;
    const taken = rest;
    rest = 1;
    return taken;
  });
  return isBatched(spec) ? [rows, ...sizes] : sizes;
}

function cellValue(row: Row, column: string, spec: TensorSpec): string | number | boolean {
  const cell = row[column];
  const datatype = DATATYPES[spec.datatype];
  if (!datatype) {
    throw new InfergateError(
      "data/datatype",
      `the model's input "${spec.name}" is of type ${spec.datatype}, which cannot be written as JSON`,
    );
  }
  const value = cell === undefined ? undefined : datatype.fromCell(cell);
  if (value === undefined) {
    throw new InfergateError(
      "data/cell-type",
      `column "${column}" holds ${describeCell(cell)}, but the model's input "${spec.name}" is ${spec.datatype}`,
      "Check the column, or leave it out with data.features.",
    );
  }
  return value;
}

function describeCell(cell: Cell | undefined): string {
  if (cell === undefined) return "nothing (there is no such column)";
  return cell === null ? "an empty cell" : JSON.stringify(cell);
}

function inferSpecs(rows: readonly Row[], features: readonly string[]): TensorSpec[] {
  const isNumeric = (column: string) => rows.every((row) => typeof row[column] === "number");
  if (features.every(isNumeric)) {
    return [{ name: "input-0", datatype: "FP64", shape: [-1, features.length] }];
  }
  return features.map((name) =>
    isNumeric(name)
      ? { name, datatype: "FP64", shape: [-1, 1] }
      : { name, datatype: "BYTES", shape: [-1, 1], contentType: "str" },
  );
}
