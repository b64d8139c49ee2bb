/**
 * The Jaccard similarity of two sets: what they have in common of what either has, from 0 to 1. Two
 * empty sets are equal: 1. Repeated items count once.
 *
 * @see P. Jaccard, New Phytologist 11 (1912)
 */
export function jaccard<T>(a: Iterable<T>, b: Iterable<T>): number {
  const [left, right] = [new Set(a), new Set(b)];
  let common = 0;
  for (const item of left) if (right.has(item)) common++;
  const all = left.size + right.size - common;
  return all === 0 ? 1 : common / all;
}
