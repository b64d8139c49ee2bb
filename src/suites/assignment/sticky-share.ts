import { createHash } from "node:crypto";

/**
 * Where a key falls between 0 and 1, always the same for the same salt: uint32(sha256(salt:key))/2³².
 * Keys below a weight are the candidate's, so that whoever is there at 10 % is there at 50 % too.
 *
 * @see https://docs.growthbook.io/lib/build-your-own (deterministic hashing of a user into [0, 1))
 */
export function stickyShare(key: string, salt: string): number {
  const digest = createHash("sha256").update(`${salt}:${key}`).digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}
