/** A column of a recording, in memory that all threads see. */
export function shared<Column extends Float64Array | Uint32Array | Uint8Array>(
  Kind: { new (memory: SharedArrayBuffer): Column; BYTES_PER_ELEMENT: number },
  length: number,
): Column {
  return new Kind(new SharedArrayBuffer(length * Kind.BYTES_PER_ELEMENT));
}

/** NaN for every request: it did not happen, so far. */
export function unsetTimes(requests: number): Float64Array {
  return shared(Float64Array, requests).fill(Number.NaN);
}
