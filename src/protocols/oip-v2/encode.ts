import { Binary } from "../../data/binary";
import type { Cell, Row } from "../../data/types";
import { InfergateError } from "../../errors";
import type { Signature, TensorSpec } from "../types";
import { columnPerInput } from "./column-per-input";
import { DATATYPES, type Datatypes } from "./datatypes";
import { shapeFor } from "./tensor-shape";
import { rowValues, type TensorValue } from "./tensor-values";

export interface Tensor {
  name: string;
  shape: number[];
  datatype: string;
  data: TensorValue[];
  parameters?: { content_type: string };
}

/** What an infer request says; without inputs it is none that a sound server takes. */
export interface InferBody {
  id?: string;
  inputs?: readonly Tensor[];
}

/**
 * Rows as V2 input tensors. One input takes all features as its columns, in order; as many inputs
 * as features take one column each, by name where all names match, else in order. A list in a cell
 * is as many values as it holds. Where the metadata names no inputs (MLServer's runtimes often do
 * not), numbers go as one FP64 matrix and mixed rows as one input a column.
 */
export function encodeTensors(
  rows: readonly Row[],
  features: readonly string[],
  signature: Signature | null,
  datatypes: Datatypes = DATATYPES,
): Tensor[] {
  const specs = signature?.inputs.length ? signature.inputs : inferSpecs(rows, features);
  const encode = (columns: readonly string[], spec: TensorSpec) =>
    encodeTensor(rows, columns, spec, datatypes);
  if (specs.length === 1) return [encode(features, specs[0] as TensorSpec)];
  const columns = columnPerInput(specs, features);
  return specs.map((spec, index) => encode([columns[index] as string], spec));
}

function encodeTensor(
  rows: readonly Row[],
  columns: readonly string[],
  spec: TensorSpec,
  datatypes: Datatypes,
): Tensor {
  const values = rows.map((row) => rowValues(row, columns, spec, datatypes));
  const width = values[0]?.length ?? columns.length;
  const other = values.find(({ length }) => length !== width);
  if (other) {
    throw new InfergateError(
      "data/ragged",
      `the rows have ${width} and ${other.length} values in ${columns.join(", ")}, which do not fit one tensor`,
      "Send rows of one length, e.g. padded.",
    );
  }
  return {
    name: spec.name,
    shape: shapeFor(spec, rows.length, width, columns),
    datatype: spec.datatype,
    data: values.flat(),
    ...contentType(spec, values[0]?.[0]),
  };
}

/** JSON carries no bytes: MLServer's hint says how they are written (its "Content Types" guide). */
function contentType(
  { contentType: hint }: TensorSpec,
  value: TensorValue | undefined,
): Pick<Tensor, "parameters"> {
  if (value instanceof Binary) return { parameters: { content_type: "base64" } };
  return hint ? { parameters: { content_type: hint } } : {};
}

function inferSpecs(rows: readonly Row[], features: readonly string[]): TensorSpec[] {
  const isNumeric = (column: string) => rows.every((row) => isNumbers(row[column]));
  const isList = (column: string) => rows.some((row) => Array.isArray(row[column]));
  if (features.every(isNumeric) && (features.length === 1 || !features.some(isList))) {
    return [{ name: "input-0", datatype: "FP64", shape: [-1, -1] }];
  }
  return features.map((name) =>
    isNumeric(name)
      ? { name, datatype: "FP64", shape: [-1, -1] }
      : { name, datatype: "BYTES", shape: [-1, 1], contentType: "str" },
  );
}

function isNumbers(cell: Cell | undefined): boolean {
  return Array.isArray(cell) ? cell.every(isNumbers) : typeof cell === "number";
}
