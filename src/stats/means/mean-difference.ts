import type { Alternative } from "../alternative";
import { studentTQuantile } from "../distributions/student-t";
import { studentTPValue } from "../p-value";
import { requireConfidence, requireThat } from "../require-that";

/** An estimate that follows Student's t: what tests, intervals and equivalence are read from. */
export interface MeanDifference {
  /** In the unit of the values, or as a fraction where it is relative. */
  difference: number;
  /** Likewise, ≥ 0. */
  standardError: number;
  /** Degrees of freedom, > 0. */
  df: number;
}

/**
 * The t-test of an estimate against a stated value.
 *
 * Values that do not vary at all say nothing about how far off their mean may be, so they prove
 * nothing: p is 1.
 *
 * @returns t, and the probability of one at least as far out
 * @throws RangeError for a stated value that is not finite
 */
export function tTest(
  { difference, standardError, df }: MeanDifference,
  alternative: Alternative = "two-sided",
  against = 0,
): { t: number; pValue: number } {
  requireThat(Number.isFinite(against), `a difference must be finite, not ${against}`);
  if (standardError === 0) return { t: 0, pValue: 1 };
  const t = (difference - against) / standardError;
  return { t, pValue: studentTPValue(t, df, alternative) };
}

/**
 * The two-sided interval, in the unit of the difference; null where values that do not vary leave it
 * unbounded.
 *
 * @throws RangeError for a confidence outside of 0..1
 */
export function tInterval(
  { difference, standardError, df }: MeanDifference,
  confidence = 0.95,
): [number, number] | [null, null] {
  requireConfidence(confidence);
  if (standardError === 0) return [null, null];
  const half = -studentTQuantile((1 - confidence) / 2, df) * standardError;
  return [difference - half, difference + half];
}
