import { regularizedBeta } from "../distributions/incomplete-beta";
import { requireCount, requireInside, requireThat } from "../require-that";

export interface EarlyStopping {
  /** The percentile that is limited, between 0 and 1: 0.99 for p99. */
  percentile: number;
  /** Default 0.99. */
  confidence?: number;
  /** How much of the percentile is forgiven, from 0 (default) to below it. */
  tolerance?: number;
}

/**
 * How few requests can show that a percentile is within its limit when so many were over it: the
 * total t + h of MLPerf LoadGen's early-stopping criterion, where h is the least number of requests
 * in time with I_{p−d}(h, t+1) < 1 − c. At fewer requests the run has not shown it.
 *
 * It is the size at which the one-sided Clopper–Pearson bound of the share over the limit first is
 * below 1 − p, for one look: counting on until it is met is not allowed for.
 *
 * @param overLimit requests over the limit, whole, ≥ 0
 * @returns the total number of requests
 * @throws RangeError for a count that is no whole number, or shares outside of 0..1
 * @see MLPerf Inference LoadGen, `early_stopping.cc`
 */
export function earlyStoppingTotal(
  overLimit: number,
  { percentile, confidence = 0.99, tolerance = 0 }: EarlyStopping,
): number {
  requireCount(overLimit, "the number of requests over the limit");
  requireInside(percentile, "the percentile");
  requireInside(confidence, "confidence");
  requireThat(
    tolerance >= 0 && tolerance < percentile,
    `the tolerance must lie between 0 and the percentile, not ${tolerance}`,
  );
  const shown = (inTime: number): boolean =>
    regularizedBeta(percentile - tolerance, inTime, overLimit + 1) < 1 - confidence;
  let below = 0;
  let reached = 1;
  while (!shown(reached)) {
    below = reached;
    reached *= 2;
  }
  while (reached - below > 1) {
    const middle = Math.floor((below + reached) / 2);
    if (shown(middle)) reached = middle;
    else below = middle;
  }
  return reached + overLimit;
}
