import { requireSameLength } from "../require-that";

/**
 * How many single-precision numbers lie from one value to the other: 0 for the same, 1 for neighbours.
 * What rounding and the order of additions change is a few; both values are rounded to single
 * precision first. NaN equals NaN, and 0 equals −0.
 *
 * @returns whole; Infinity between a NaN and a number
 * @see D. Goldberg, ACM Computing Surveys 23 (1991)
 */
export function ulpDistance(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) {
    return Number.isNaN(a) && Number.isNaN(b) ? 0 : Number.POSITIVE_INFINITY;
  }
  return Math.abs(position(a) - position(b));
}

/**
 * The largest of those distances over two vectors; 0 for empty ones.
 *
 * @throws RangeError for vectors of different length
 */
export function maxUlpDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  requireSameLength(a, b, "the ULP distance");
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    largest = Math.max(largest, ulpDistance(a[i] as number, b[i] as number));
  }
  return largest;
}

const single = new Float32Array(1);
const bits = new Int32Array(single.buffer);

/** The place of a number among all single-precision numbers in order, 0 for both zeros. */
function position(value: number): number {
  single[0] = value;
  const word = bits[0] as number;
  return word < 0 ? -(word & 0x7fffffff) : word;
}
