/**
 * A copy in memory of its own, for a message: a Buffer is often a piece of a larger one, and what is
 * sent takes all of that along.
 */
export function ownBytes(bytes: Uint8Array): Buffer {
  const copy = Buffer.from(new ArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

/** A message carries a Buffer's bytes and not its class. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
