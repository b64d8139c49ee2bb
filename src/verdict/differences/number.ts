import type { OutputValue } from "../../protocols/types";
import { asWhole, type Comparer } from "./comparer";
import { numbersAgree, relativeSize } from "./numbers";
import { instead } from "./show-value";

/** Within |expected − actual| ≤ abs + rel·|expected|; NaN equals NaN. */
export const NUMBER: Comparer = {
  takes: "a number",
  isFit: (value) => toNumber(value) !== null,
  compare(expected, actual, { tolerance }) {
    const [wanted, got] = [toNumber(expected) as number, toNumber(actual) as number];
    const distance = Math.abs(wanted - got);
    return asWhole(
      numbersAgree(wanted, got, tolerance),
      { text: () => instead(wanted, got), size: relativeSize(wanted, got) },
      Number.isFinite(distance) ? distance : null,
    );
  },
};

/** A list of one is its element. */
function toNumber(value: OutputValue): number | null {
  if (typeof value === "number") return value;
  return Array.isArray(value) && value.length === 1 ? toNumber(value[0] as OutputValue) : null;
}
