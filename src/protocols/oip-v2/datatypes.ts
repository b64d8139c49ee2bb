import type { Cell } from "../../data/types";

/**
 * The tensor data types of the Open Inference Protocol, version 2 ("Tensor Data Types" in
 * `specification/protocol/inference_rest.md` of kserve/open-inference-protocol).
 */
interface Datatype {
  /** A cell as this type's JSON value, undefined where it does not fit. */
  fromCell(cell: Cell): string | number | boolean | undefined;
  /** An invented value, undefined for types whose values carry meaning that cannot be invented. */
  invent(random: () => number): number | boolean | undefined;
  accepts(value: unknown): boolean;
}

const isNumber = (value: unknown): value is number => typeof value === "number";

function integer(low: number, high: number): Datatype {
  const fits = (value: unknown): value is number =>
    isNumber(value) && Number.isInteger(value) && value >= low && value <= high;
  return {
    fromCell: (cell) => (fits(cell) ? cell : undefined),
    // Small enough to be a plausible index or count for most models.
    invent: (random) => Math.floor(random() * 10),
    accepts: (value) => isNumber(value) && Number.isInteger(value),
  };
}

/** As JSON writes them: without infinities. */
const float: Datatype = {
  fromCell: (cell) => (isNumber(cell) && Number.isFinite(cell) ? cell : undefined),
  // Magnitudes from 0.1 to 10,000, so that a model of any scale gives answers that differ.
  invent: (random) => Number((10 ** (random() * 5 - 1)).toPrecision(6)),
  accepts: isNumber,
};

export type Datatypes = Readonly<Record<string, Datatype>>;

/** Those that JSON can carry. */
export const DATATYPES: Datatypes = {
  BOOL: {
    fromCell: (cell) => (typeof cell === "boolean" ? cell : undefined),
    invent: (random) => random() < 0.5,
    // Servers print booleans as 0/1 too.
    accepts: (value) => typeof value === "boolean" || value === 0 || value === 1,
  },
  UINT8: integer(0, 2 ** 8 - 1),
  UINT16: integer(0, 2 ** 16 - 1),
  UINT32: integer(0, 2 ** 32 - 1),
  UINT64: integer(0, Number.MAX_SAFE_INTEGER),
  INT8: integer(-(2 ** 7), 2 ** 7 - 1),
  INT16: integer(-(2 ** 15), 2 ** 15 - 1),
  INT32: integer(-(2 ** 31), 2 ** 31 - 1),
  INT64: integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  FP32: float,
  FP64: float,
  BYTES: {
    fromCell: (cell) => (cell === null ? undefined : String(cell)),
    invent: () => undefined,
    accepts: (value) => typeof value === "string",
  },
};

/** A finite number over the largest of the type would become infinite on the way. */
const rawFloat = (largest: number): Datatype => ({
  ...float,
  fromCell: (cell) =>
    isNumber(cell) && (Math.abs(cell) <= largest || !Number.isFinite(cell)) ? cell : undefined,
});

/** Those that raw bytes can carry. */
export const BINARY_DATATYPES: Datatypes = {
  ...DATATYPES,
  FP16: rawFloat(65504),
  BF16: rawFloat((2 - 2 ** -7) * 2 ** 127),
  FP32: rawFloat((2 - 2 ** -23) * 2 ** 127),
  FP64: rawFloat(Number.MAX_VALUE),
};
