import { Binary } from "../../data/binary";
import type { Cell, Row } from "../../data/types";
import { InfergateError } from "../../errors";
import type { TensorSpec } from "../types";
import type { Datatypes } from "./datatypes";

/** A file is bytes in a tensor of BYTES, base64 where the tensor is written as JSON. */
export type TensorValue = string | number | boolean | Binary;

/** One row's values of these columns, row-major; a list is as many values as it holds. */
export function rowValues(
  row: Row,
  columns: readonly string[],
  spec: TensorSpec,
  datatypes: Datatypes,
): TensorValue[] {
  const datatype = Object.hasOwn(datatypes, spec.datatype) ? datatypes[spec.datatype] : undefined;
  if (!datatype) {
    throw new InfergateError(
      "data/datatype",
      `the model's input "${spec.name}" is of type ${spec.datatype}, which cannot be written as JSON`,
      "Where the server has the binary tensor extension: endpoint: { tensors: binary }",
    );
  }
  return columns.flatMap((column) => flatten(row[column]).map(toValue(column)));

  function toValue(column: string): (cell: Cell | undefined) => TensorValue {
    return (cell) => {
      if (cell instanceof Binary && spec.datatype === "BYTES") return cell;
      const value =
        cell === undefined || cell instanceof Binary ? undefined : datatype?.fromCell(cell);
      if (value !== undefined) return value;
      throw new InfergateError(
        "data/cell-type",
        `column "${column}" holds ${describeCell(cell)}, but the model's input "${spec.name}" is ${spec.datatype}`,
        "Check the column, or leave it out with data.features.",
      );
    };
  }
}

function flatten(cell: Cell | undefined): (Cell | undefined)[] {
  return Array.isArray(cell) ? (cell as readonly Cell[]).flatMap(flatten) : [cell];
}

function describeCell(cell: Cell | undefined): string {
  if (cell === undefined) return "nothing (there is no such column)";
  if (cell instanceof Binary) return "files";
  if (typeof cell === "number") return String(cell);
  return cell === null ? "an empty cell" : JSON.stringify(cell);
}
