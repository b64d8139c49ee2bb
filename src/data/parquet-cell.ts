import { isUtf8 } from "node:buffer";
import { type FileMetaData, type ParquetParsers, parquetSchema, type SchemaTree } from "hyparquet";
import { dataError, type Place } from "./data-error";
import { FLATTEN, readList } from "./list-cell";
import type { RawCell } from "./table";

const TEXT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const MIDNIGHT = "T00:00:00.000Z";

/** Dates and times as ISO 8601 text with every digit that they have; text that must be UTF-8. */
export const PARSERS: Partial<ParquetParsers> = {
  dateFromDays: (days) => new Date(days * 86_400_000).toISOString().slice(0, -MIDNIGHT.length),
  timestampFromMilliseconds: (millis) => isoTime(millis, 1n),
  timestampFromMicroseconds: (micros) => isoTime(micros, 1000n),
  timestampFromNanoseconds: (nanos) => isoTime(nanos, 1_000_000n),
  stringFromBytes: (bytes) => bytes && TEXT.decode(bytes),
};

/** @param perMs how many of the units are a millisecond */
function isoTime(units: bigint, perMs: bigint): string {
  // The remainder of a time before 1970 is negative.
  const rest = ((units % perMs) + perMs) % perMs;
  const iso = new Date(Number((units - rest) / perMs)).toISOString();
  const digits = String(rest).padStart(String(perMs).length - 1, "0");
  return rest === 0n ? iso : `${iso.slice(0, -1)}${digits}Z`;
}

/**
 * The scale of each column of decimals. Their type is taken out of the schema, so that the parser gives
 * the whole numbers that are written: it multiplies doubles, and makes 19.990000000000002 of 19.99.
 */
export function takeDecimals(metadata: FileMetaData): Map<string, number> {
  const scales = new Map<string, number>();
  for (const column of parquetSchema(metadata).children) {
    for (const element of leavesOf(column)) {
      const { converted_type, logical_type: type } = element;
      if (converted_type !== "DECIMAL" && type?.type !== "DECIMAL") continue;
      const scale = type?.type === "DECIMAL" ? type.scale : element.scale;
      scales.set(column.element.name, scale ?? 0);
      delete element.converted_type;
      delete element.logical_type;
    }
  }
  return scales;
}

function leavesOf({ element, children }: SchemaTree): SchemaTree["element"][] {
  return children.length === 0 ? [element] : children.flatMap(leavesOf);
}

/**
 * A value as a cell. 64-bit numbers stay as they are until the whole column is known.
 *
 * @param scale of a column of decimals, else undefined
 */
export function readCell(value: unknown, place: Place, scale: number | undefined): RawCell {
  if (value === null || value === undefined || Number.isNaN(value)) return null;
  if (Array.isArray(value)) {
    return readList(
      value.map((element) => readElement(element, place, scale)),
      place,
    );
  }
  const plain = readScalar(value, place, scale);
  if (typeof plain === "object") throw dataError("data/nested", place, "an object", FLATTEN);
  if (typeof plain === "number" && !Number.isFinite(plain)) {
    throw dataError("data/format", place, "an infinite number");
  }
  return plain as RawCell;
}

function readElement(value: unknown, place: Place, scale: number | undefined): unknown {
  if (Array.isArray(value)) return value.map((element) => readElement(element, place, scale));
  if (value === null || value === undefined) return null;
  const plain = readScalar(value, place, scale);
  if (typeof plain !== "bigint") return plain;
  return Number.isSafeInteger(Number(plain)) ? Number(plain) : String(plain);
}

function readScalar(value: unknown, place: Place, scale: number | undefined): unknown {
  if (scale !== undefined) return readDecimal(value as Unscaled, scale);
  return value instanceof Uint8Array ? readBytes(value, place) : value;
}

type Unscaled = number | bigint | Uint8Array;

/** The double that is nearest to the decimal; one without a fraction is a whole number like any other. */
function readDecimal(value: Unscaled, scale: number): number | bigint {
  const unscaled = value instanceof Uint8Array ? signed(value) : BigInt(value);
  return scale === 0 ? unscaled : Number(`${unscaled}e${-scale}`);
}

/** Two's complement, the first byte first (Parquet's LogicalTypes.md, DECIMAL). */
function signed(bytes: Uint8Array): bigint {
  const hex = Buffer.from(bytes).toString("hex");
  return hex === "" ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`));
}

/** Old writers do not say that text is text; a picture is not. */
function readBytes(bytes: Uint8Array, place: Place): string {
  if (isUtf8(bytes) && !bytes.includes(0)) return TEXT.decode(bytes);
  throw dataError("data/binary", place, "bytes that are no text", "Name a folder of files.");
}
