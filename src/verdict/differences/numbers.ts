import type { Tolerance } from "../../config/types";

/** How far apart two numbers may be, and still be the same. */
export interface NumberTolerance extends Tolerance {
  /** Whether two whole numbers must be equal: most are ids, classes and counts. Left out, they need not. */
  wholeExact?: boolean;
}

/** |expected − actual| ≤ abs + rel·|expected|. NaN equals NaN, an infinity equals only itself. */
export function numbersAgree(
  expected: number,
  actual: number,
  { abs, rel, wholeExact = false }: NumberTolerance,
): boolean {
  if (wholeExact && Number.isInteger(expected) && Number.isInteger(actual)) {
    return expected === actual;
  }
  // Infinity would otherwise be within a relative tolerance of everything.
  if (!Number.isFinite(expected) || !Number.isFinite(actual)) {
    return expected === actual || (Number.isNaN(expected) && Number.isNaN(actual));
  }
  return Math.abs(expected - actual) <= abs + rel * Math.abs(expected);
}

/** How far apart two numbers are, from 0 (equal) to 1 (opposite, or one of them is not finite). */
export function relativeSize(expected: number, actual: number): number {
  const size = Math.abs(expected - actual) / (Math.abs(expected) + Math.abs(actual));
  return Number.isNaN(size) ? 1 : size;
}
