import type { Cell, Row } from "../../data/types";
import type { Signature } from "../types";
import { BINARY_DATATYPES } from "./datatypes";
import { isBatched } from "./tensor-shape";

/** Larger inputs are images or sequences: random numbers say nothing about them, a file does. */
const MOST_VALUES = 4096;

/**
 * A row invented from the model's metadata, null where its inputs carry a meaning that cannot be
 * invented (BYTES) or are larger than a table row.
 */
export function inventRow(signature: Signature | null, random: () => number): Row | null {
  if (!signature || signature.inputs.length === 0) return null;
  const row: Record<string, Cell> = {};
  const single = signature.inputs.length === 1;
  for (const spec of signature.inputs) {
    const inner = isBatched(spec) ? spec.shape.slice(1) : spec.shape;
    const size = inner.reduce((product, axis) => product * (axis === -1 ? 1 : axis), 1);
    if (size < 1 || size > MOST_VALUES || (!single && size !== 1)) return null;
    const { datatype } = spec;
    if (!Object.hasOwn(BINARY_DATATYPES, datatype)) return null;
    for (let index = 0; index < size; index++) {
      const value = BINARY_DATATYPES[datatype]?.invent(random);
      if (value === undefined) return null;
      row[size === 1 ? spec.name : `${spec.name}[${index}]`] = value;
    }
  }
  return row;
}
