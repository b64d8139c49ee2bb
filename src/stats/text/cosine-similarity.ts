import { euclideanLength } from "../distance/cosine-distance";

/**
 * Cosine of the angle between two vectors, −1 to 1: `a·b / (|a| |b|)` (Salton & McGill, "Introduction
 * to Modern Information Retrieval", 1983, section 4.1). NaN where the lengths differ or one is all zero.
 */
export function cosineSimilarity(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return Number.NaN;
  const dot = a.reduce((sum, value, index) => sum + value * (b[index] as number), 0);
  const norm = euclideanLength(a) * euclideanLength(b);
  return norm === 0 ? Number.NaN : Math.min(1, Math.max(-1, dot / norm));
}
