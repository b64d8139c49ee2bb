import { OUTCOME } from "../../../load/outcomes";
import type { Recording } from "../../../load/recording";
import { quantile } from "../../../stats/percentile";

/** What was measured in one of equally long parts of a stage. */
export interface TimeWindow {
  /** The middle of the window, milliseconds from the start of the stage. */
  atMs: number;
  /** Of right answers and time-outs, milliseconds; null where there were none. */
  medianMs: number | null;
  answers: number;
}

/**
 * The median response time in so many windows of equal length, by the intended start of the requests.
 *
 * @param from the time that the first window begins at: what lies before it is warm-up
 */
export function divideIntoWindows(
  { intended, ended, outcome }: Recording,
  { from, to, count }: { from: number; to: number; count: number },
): TimeWindow[] {
  const length = (to - from) / count;
  const times: number[][] = Array.from({ length: count }, () => []);
  for (let i = 0; i < intended.length; i++) {
    // A time-out took at least as long as was waited for it: without them, the slower the faster.
    if (outcome[i] !== OUTCOME.right && outcome[i] !== OUTCOME.timedOut) continue;
    const at = intended[i] as number;
    times[Math.floor((at - from) / length)]?.push((ended[i] as number) - at);
  }
  return times.map((window, index) => ({
    atMs: from + (index + 0.5) * length,
    medianMs: window.length === 0 ? null : quantile(Float64Array.from(window).sort(), 0.5),
    answers: window.length,
  }));
}
