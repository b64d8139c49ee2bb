import { InfergateError } from "../../errors";
import type { TensorSpec } from "../types";

/**
 * The column that each of several inputs takes: by name where all names match, else in order. Throws
 * `data/feature-count` where there are not as many.
 */
export function columnPerInput(
  inputs: readonly TensorSpec[],
  features: readonly string[],
): string[] {
  const names = inputs.map(({ name }) => name);
  if (names.length !== features.length) {
    throw new InfergateError(
      "data/feature-count",
      `the model has ${names.length} inputs (${names.join(", ")}), but the rows have ${features.length} features (${features.join(", ")})`,
      "Name the columns to send, in order, in data.features.",
    );
  }
  return names.every((name) => features.includes(name)) ? names : [...features];
}
