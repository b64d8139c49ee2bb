import type { ShardBlob } from "./blob";

/** Typed arrays by the names that they have in a blob. */
const ARRAYS = { f64: Float64Array, u32: Uint32Array, u8: Uint8Array } as const;
type ArrayName = keyof typeof ARRAYS;

const TAG = "$array";
const MAP = "$map";

/**
 * A blob as JSON: a typed array is its bytes in base64, little-endian, a map its entries, so that a
 * million requests are recorded to the last bit in some tens of megabytes.
 */
export function encodeBlob(blob: ShardBlob): string {
  return JSON.stringify(blob, (_, value: unknown) => {
    if (value instanceof Map) return { [MAP]: [...value] };
    for (const [name, type] of Object.entries(ARRAYS)) {
      if (value instanceof type) return { [TAG]: name, base64: base64Of(value) };
    }
    return value;
  });
}

/** The plain data again. What it holds is not believed yet. @throws SyntaxError, RangeError */
export function decodeBlob(text: string): unknown {
  return JSON.parse(text, (key, value: unknown) => {
    // A key that no blob has, and that would not be one of the object's own.
    if (key === "__proto__") return undefined;
    if (typeof value !== "object" || value === null) return value;
    if (MAP in value && Array.isArray(value[MAP]))
      return new Map(value[MAP] as [unknown, unknown][]);
    if (!(TAG in value)) return value;
    const { [TAG]: name, base64 } = value as { [TAG]: ArrayName; base64: unknown };
    const type = Object.hasOwn(ARRAYS, name) ? ARRAYS[name] : undefined;
    if (type === undefined || typeof base64 !== "string")
      throw new RangeError("an array of no known kind");
    const bytes = Buffer.from(base64, "base64");
    if (bytes.length % type.BYTES_PER_ELEMENT !== 0)
      throw new RangeError("an array that was cut off");
    return new type(Uint8Array.from(bytes).buffer);
  });
}

function base64Of({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength).toString("base64");
}
