import { dataError, type Place } from "./data-error";
import type { Cell } from "./types";

/** No tensor has as many axes. */
const DEEPEST = 8;

/**
 * A list of scalars, or of such lists, as one cell. NaN is an empty value, as in a cell of its own.
 * Fails with `data/nested` for anything else in it, and with `data/format` for an infinite number,
 * which JSON would carry as null.
 */
export function readList(values: readonly unknown[], place: Place, depth = 1): Cell {
  if (depth > DEEPEST) throw dataError("data/nested", place, `lists over ${DEEPEST} levels deep`);
  return values.map((value) => {
    if (Array.isArray(value)) return readList(value, place, depth + 1);
    if (Number.isNaN(value)) return null;
    if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) {
      throw dataError("data/format", place, "an infinite number within a list");
    }
    if (value === null || ["string", "number", "boolean"].includes(typeof value)) {
      return value as Cell;
    }
    throw dataError("data/nested", place, "an object within a list", FLATTEN);
  });
}

export const FLATTEN = "Give each value a column of its own.";
