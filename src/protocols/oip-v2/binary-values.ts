import { fromBfloat16, fromHalf, toBfloat16, toHalf } from "./half-precision";

/** How one value of a datatype of fixed size stands in bytes, little-endian and without gaps. */
interface BinaryValue {
  bytes: number;
  write(view: DataView, at: number, value: number | boolean): void;
  /** Undefined where the bytes are no value of the type. */
  read(view: DataView, at: number): number | boolean | undefined;
}

type Setter = "setUint8" | "setUint16" | "setUint32" | "setInt8" | "setInt16" | "setInt32";
type Getter = "getUint8" | "getUint16" | "getUint32" | "getInt8" | "getInt16" | "getInt32";

const integer = (bytes: number, set: Setter, get: Getter): BinaryValue => ({
  bytes,
  write: (view, at, value) => view[set](at, Number(value), true),
  read: (view, at) => view[get](at, true),
});

/** Read as JSON's numbers are: above 2^53 to the nearest that there is. */
const long = (
  set: "setBigInt64" | "setBigUint64",
  get: "getBigInt64" | "getBigUint64",
): BinaryValue => ({
  bytes: 8,
  write: (view, at, value) => view[set](at, BigInt(value), true),
  read: (view, at) => Number(view[get](at, true)),
});

const sixteen = (to: (value: number) => number, from: (bits: number) => number): BinaryValue => ({
  bytes: 2,
  write: (view, at, value) => view.setUint16(at, to(Number(value)), true),
  read: (view, at) => from(view.getUint16(at, true)),
});

/**
 * Every datatype but BYTES, whose elements have lengths of their own ("Binary Tensor Data" in
 * triton-inference-server/server `docs/protocol/extension_binary_data.md`).
 */
export const BINARY_VALUES: Readonly<Record<string, BinaryValue>> = {
  BOOL: {
    bytes: 1,
    write: (view, at, value) => view.setUint8(at, value ? 1 : 0),
    read: (view, at) => [false, true][view.getUint8(at)],
  },
  UINT8: integer(1, "setUint8", "getUint8"),
  UINT16: integer(2, "setUint16", "getUint16"),
  UINT32: integer(4, "setUint32", "getUint32"),
  UINT64: long("setBigUint64", "getBigUint64"),
  INT8: integer(1, "setInt8", "getInt8"),
  INT16: integer(2, "setInt16", "getInt16"),
  INT32: integer(4, "setInt32", "getInt32"),
  INT64: long("setBigInt64", "getBigInt64"),
  FP16: sixteen(toHalf, fromHalf),
  BF16: sixteen(toBfloat16, fromBfloat16),
  FP32: {
    bytes: 4,
    write: (view, at, value) => view.setFloat32(at, Number(value), true),
    read: (view, at) => view.getFloat32(at, true),
  },
  FP64: {
    bytes: 8,
    write: (view, at, value) => view.setFloat64(at, Number(value), true),
    read: (view, at) => view.getFloat64(at, true),
  },
};
