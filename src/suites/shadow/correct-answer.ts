import type { ColumnType, Dataset, Row } from "../../data/types";
import { classLabel } from "../acceptance/class-label";
import type { Asked } from "../ask";
import { predictedLabel } from "../prediction";

/** Whether an answer is the right one by the label of its row. */
export type Correctness = (row: Row, asked: Asked) => boolean;

/**
 * Null where the rows have no labels to be right by: none at all, or measures, which no answer ever
 * hits. A limit on accuracy that was asked for judges numbers as the classes that they then are.
 */
export function correctness(
  data: Dataset | null,
  classes: readonly string[] | null,
  wanted: boolean,
): Correctness | null {
  const { label = null, labels = null } = data ?? {};
  if (!data || label === null) return null;
  const type = data.types[label] as ColumnType;
  if (type === "number" && !wanted) return null;
  const names = classes ?? (type === "text" && labels ? [...labels].sort() : null);
  return (row, { answers }) => {
    const value = answers?.[0]?.outputs[0]?.value ?? null;
    const predicted = predictedLabel(value, names);
    return predicted !== null && classLabel(predicted, type) === String(row[label]);
  };
}
