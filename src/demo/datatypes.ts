/**
 * Tensor datatypes of the Open Inference Protocol V2 that JSON numbers can carry, and which numbers
 * each can hold. FP16 is left out: the protocol has no JSON form for it.
 */
const NUMERIC: Record<string, (value: number) => boolean> = {
  FP64: Number.isFinite,
  FP32: (value) => Number.isFinite(Math.fround(value)),
  ...integers(8),
  ...integers(16),
  ...integers(32),
  ...integers(64),
};

const NOT_NUMERIC = ["BOOL", "FP16", "BF16", "BYTES"];

export const NUMERIC_NAMES = Object.keys(NUMERIC).join(", ");

/** Null where the datatype is not one of numbers. */
export function numbersOf(datatype: unknown): ((value: number) => boolean) | null {
  return typeof datatype === "string" && Object.hasOwn(NUMERIC, datatype)
    ? (NUMERIC[datatype] ?? null)
    : null;
}

export function isDatatype(datatype: unknown): boolean {
  return numbersOf(datatype) !== null || NOT_NUMERIC.includes(datatype as string);
}

function integers(bits: number): Record<string, (value: number) => boolean> {
  const within = (low: number, high: number) => (value: number) =>
    Number.isInteger(value) && value >= low && value < high;
  return {
    [`INT${bits}`]: within(-(2 ** (bits - 1)), 2 ** (bits - 1)),
    [`UINT${bits}`]: within(0, 2 ** bits),
  };
}
