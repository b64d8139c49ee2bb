import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import { requireThat } from "./require-that";

/** Uniform numbers in [0, 1), one a call. */
export type Random = () => number;

/**
 * A stream of uniform numbers in [0, 1) with 53 random bits each. The same seed and name give the
 * same stream on every machine; another name gives a stream of its own, so that one part of a run
 * can draw more or less without changing what the others draw.
 *
 * @param seed a whole number
 * @throws RangeError for a seed that is no safe integer
 */
export function randomStream(seed: number, name: string): Random {
  requireThat(Number.isSafeInteger(seed), `a seed must be a whole number, not ${seed}`);
  const generator = xoroshiro128plusFromState(initialState(seed, name));
  // The lowest bits of xoroshiro128+ are its weakest, so the upper 27 and 26 of two words are used.
  return () => ((generator.next() >>> 5) * 2 ** 26 + (generator.next() >>> 6)) * 2 ** -53;
}

const U64 = (1n << 64n) - 1n;

/** 128 bits from the seed and the name: FNV-1a over both, spread by SplitMix64 as the generator's authors advise. */
function initialState(seed: number, name: string): number[] {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(`${seed}:${name}`)) {
    hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & U64;
  }
  return [1n, 2n].flatMap((step) => {
    const word = splitMix64((hash + step * 0x9e3779b97f4a7c15n) & U64);
    return [Number(word >> 32n) | 0, Number(word & 0xffffffffn) | 0];
  });
}

/** The output function of SplitMix64 (Steele, Lea and Flood, 2014). */
function splitMix64(state: bigint): bigint {
  let z = state;
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & U64;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & U64;
  return z ^ (z >> 31n);
}

/** A uniform whole number from 0 to limit − 1; the bias of 2^−53·limit is far below notice. */
function below(limit: number, random: Random): number {
  return Math.floor(random() * limit);
}

/** A copy in random order, every order as likely as another (Fisher–Yates). */
export function shuffle<T>(items: readonly T[], random: Random): T[] {
  return sample(items, items.length, random);
}

/**
 * `size` different items in random order, every choice as likely as another.
 *
 * @throws RangeError for more items than there are
 */
export function sample<T>(items: readonly T[], size: number, random: Random): T[] {
  requireThat(
    Number.isInteger(size) && size >= 0 && size <= items.length,
    `cannot draw ${size} of ${items.length} items`,
  );
  const pool = [...items];
  for (let i = 0; i < size; i++) {
    const j = i + below(pool.length - i, random);
    [pool[i], pool[j]] = [pool[j] as T, pool[i] as T];
  }
  return pool.slice(0, size);
}
