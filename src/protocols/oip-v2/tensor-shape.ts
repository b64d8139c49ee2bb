import { InfergateError } from "../../errors";
import type { TensorSpec } from "../types";

/** Whether the first axis counts rows. A fixed first axis is a model without batches. */
export function isBatched(spec: TensorSpec): boolean {
  return spec.shape[0] === -1;
}

/** The shape of so many rows of so many values each. */
export function shapeFor(
  spec: TensorSpec,
  rows: number,
  width: number,
  columns: readonly string[],
): number[] {
  const inner = isBatched(spec) ? spec.shape.slice(1) : spec.shape;
  const fixed = inner.filter((size) => size !== -1).reduce((product, size) => product * size, 1);
  const free = inner.filter((size) => size === -1).length;
  if (width % fixed !== 0 || (free === 0 && width !== fixed)) {
    const have =
      width === columns.length
        ? `${width} features (${columns.join(", ")})`
        : `${width} values in ${columns.join(", ")}`;
    throw new InfergateError(
      "data/feature-count",
      `the model's input "${spec.name}" takes ${fixed} values a row, but the rows have ${have}`,
      "Name the columns to send, in order, in data.features.",
    );
  }
  // The first free axis takes what is left over, as a sequence length does.
  let rest = width / fixed;
  const sizes = inner.map((size) => {
    if (size !== -1) return size;
    const taken = rest;
    rest = 1;
    return taken;
  });
  return isBatched(spec) ? [rows, ...sizes] : sizes;
}
