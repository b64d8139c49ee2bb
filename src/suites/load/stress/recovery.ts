import type { Recording } from "../../../load/recording";
import { quantile } from "../../../stats/percentile";
import { type LoadWindow, readWindows, settledAt, windowLength } from "../settling";
import type { StepReading } from "./carried";

/** A median that is half as long again as it was at the same rate is not normal any more. */
const MOST_GROWTH = 1.5;

/**
 * The longest median response time of a window that is normal: what 95 % of the requests at the base
 * rate took, and never less than half as long again as the median there.
 */
export function normalMs({ times }: Pick<StepReading, "times">): number {
  const sorted = times.filter(Number.isFinite).sort();
  return Math.max(quantile(sorted, 0.95), MOST_GROWTH * quantile(sorted, 0.5));
}

/** The windows at the base rate after an overload. */
export function windowsAfter(
  recording: Recording,
  times: Float64Array,
  base: StepReading,
  overMs: number,
): LoadWindow[] {
  return readWindows(recording, times, { fromMs: overMs, widthMs: windowLength(base.rate) });
}

/**
 * How long after the overload the first of three windows in a row began that are normal, each answer
 * right and the median in the base band; null where there are none.
 */
export function backToNormal(
  recording: Recording,
  times: Float64Array,
  base: StepReading,
  overMs: number,
): number | null {
  const limit = normalMs(base);
  const settled = settledAt(
    windowsAfter(recording, times, base, overMs),
    ({ times: window }) => Number.isFinite(window.at(-1)) && quantile(window, 0.5) <= limit,
  );
  return settled === null ? null : settled - overMs;
}
