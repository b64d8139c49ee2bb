import { requireSameLength } from "../require-that";

/**
 * The cosine distance 1 − a·b/(|a||b|) of two vectors, from 0 (one direction) to 2 (opposite), by half
 * of the squared distance of their directions, which keeps its digits where it is tiny.
 *
 * @returns NaN where one is all zero, or not finite; two zero vectors are equal: 0
 * @throws RangeError for vectors of different length
 * @see G. Salton and M. J. McGill, Introduction to Modern Information Retrieval, 1983, §4.1
 */
export function cosineDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  requireSameLength(a, b, "the cosine distance");
  const [lengthA, lengthB] = [euclideanLength(a), euclideanLength(b)];
  if (lengthA === 0 && lengthB === 0) return 0;
  if (lengthA === 0 || lengthB === 0) return Number.NaN;
  let squares = 0;
  for (let i = 0; i < a.length; i++) {
    squares += ((a[i] as number) / lengthA - (b[i] as number) / lengthB) ** 2;
  }
  return Math.min(2, squares / 2);
}

/** |v|, scaled by the largest element, so that no square overflows. */
export function euclideanLength(vector: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < vector.length; i++) {
    const size = Math.abs(vector[i] as number);
    if (!(size <= largest)) largest = size;
  }
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let squares = 0;
  for (let i = 0; i < vector.length; i++) squares += ((vector[i] as number) / largest) ** 2;
  return largest * Math.sqrt(squares);
}
