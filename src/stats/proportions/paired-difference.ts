import type { Alternative } from "../alternative";
import { normalQuantile } from "../distributions/normal";
import { normalPValue } from "../p-value";
import { requireConfidence, requireThat } from "../require-that";
import { boundary } from "./boundary";
import { type PairedCounts, pairsOf } from "./paired-counts";

/**
 * The difference of two shares of the same pairs, first less second, with its standard error
 * √((p₁₀ + p₀₁ − (p₁₀ − p₀₁)²)/n). For display and planning: where few pairs differ, the error is
 * estimated far too small, and without any it is 0. Gates use `tangoTest`.
 *
 * @returns both as differences of shares, from −1 to 1
 * @throws RangeError for counts that are not whole, or no pairs
 */
export function pairedDifference(counts: PairedCounts): {
  difference: number;
  standardError: number;
} {
  const n = pairsOf(counts);
  const [p10, p01] = [counts.firstOnly / n, counts.secondOnly / n];
  const difference = p10 - p01;
  return { difference, standardError: Math.sqrt((p10 + p01 - difference ** 2) / n) };
}

/**
 * Tango's interval of that difference: all differences that his score test does not reject. It holds
 * where few pairs differ, and where none do.
 *
 * @param confidence between 0 and 1, both excluded
 * @returns lower and upper bound, from −1 to 1
 * @throws RangeError for counts that are not whole, no pairs, or a confidence outside of 0..1
 * @see T. Tango, Statistics in Medicine 17 (1998)
 */
export function tango(counts: PairedCounts, confidence = 0.95): [number, number] {
  const n = pairsOf(counts);
  requireConfidence(confidence);
  const z = -normalQuantile((1 - confidence) / 2);
  const estimate = (counts.firstOnly - counts.secondOnly) / n;
  return [
    boundary(estimate, -1, (difference) => score(counts, n, difference) <= z),
    boundary(estimate, 1, (difference) => score(counts, n, difference) >= -z),
  ];
}

/**
 * Tango's score test of a stated difference. Non-inferiority of the first with margin δ: difference
 * −δ, alternative "greater".
 *
 * @param difference between −1 and 1, both excluded
 * @returns the score, in standard deviations, and the probability of one at least as far out
 */
export function tangoTest(
  counts: PairedCounts,
  difference: number,
  alternative: Alternative,
): { z: number; pValue: number } {
  const n = pairsOf(counts);
  requireThat(
    Math.abs(difference) < 1,
    `the difference of two shares must lie between −1 and 1, not ${difference}`,
  );
  const z = score(counts, n, difference);
  return { z, pValue: normalPValue(z, alternative) };
}

function score({ firstOnly, secondOnly }: PairedCounts, n: number, difference: number): number {
  const excess = firstOnly - secondOnly - n * difference;
  if (excess === 0) return 0;
  // The likeliest p₀₁ where p₁₀ − p₀₁ is the stated difference: the larger root of a quadratic.
  const b = (2 * n - firstOnly + secondOnly) * difference - firstOnly - secondOnly;
  const c = -secondOnly * difference * (1 - difference);
  const discriminant = Math.sqrt(Math.max(0, b * b - 8 * n * c));
  const p01 = b > 0 ? (2 * c) / (-b - discriminant) : (discriminant - b) / (4 * n);
  const variance = n * (2 * p01 + difference * (1 - difference));
  return variance > 0 ? excess / Math.sqrt(variance) : Math.sign(excess) * Number.POSITIVE_INFINITY;
}
