import { OUTCOME } from "../../load/outcomes";
import type { Recording } from "../../load/recording";

/** One of equally long parts of a run. */
export interface LoadWindow {
  /** Milliseconds from the start of the run. */
  startMs: number;
  /** Of its requests, by intended start, ascending; Infinity for what got no right answer. */
  times: Float64Array;
}

/** How many windows in a row must hold: one may do so by chance. */
export const IN_A_ROW = 3;

/** Shorter windows show chance, not state. */
const SHORTEST_MS = 1_000;
const FEWEST_REQUESTS = 5;

/** How long windows at a rate must be to hold some requests each. */
export function windowLength(rate: number): number {
  return Math.max(SHORTEST_MS, (FEWEST_REQUESTS / rate) * 1000);
}

/**
 * The windows from a time on, up to the first one with a request that is still open.
 *
 * @param times one a request of the recording, Infinity for what got no right answer
 */
export function readWindows(
  { intended, outcome }: Recording,
  times: Float64Array,
  { fromMs, widthMs }: { fromMs: number; widthMs: number },
): LoadWindow[] {
  const found = new Map<number, number[]>();
  let over = Number.POSITIVE_INFINITY;
  for (let i = 0; i < intended.length; i++) {
    const window = Math.floor(((intended[i] as number) - fromMs) / widthMs);
    if (window < 0) continue;
    if (outcome[i] === OUTCOME.open) {
      over = Math.min(over, window);
      continue;
    }
    const members = found.get(window) ?? [];
    found.set(window, members);
    members.push(times[i] as number);
  }
  const last = Math.max(-1, ...found.keys());
  return Array.from({ length: Math.min(over, last + 1) }, (_, window) => ({
    startMs: fromMs + window * widthMs,
    times: Float64Array.from(found.get(window) ?? []).sort(),
  }));
}

/** When the first of three windows in a row began that hold; null where there are none. */
export function settledAt(
  windows: readonly LoadWindow[],
  holds: (window: LoadWindow) => boolean,
): number | null {
  let inARow = 0;
  for (const window of windows) {
    inARow = holds(window) ? inARow + 1 : 0;
    if (inARow === IN_A_ROW) return window.startMs - (IN_A_ROW - 1) * lengthOf(windows);
  }
  return null;
}

function lengthOf([first, second]: readonly LoadWindow[]): number {
  return (second?.startMs ?? 0) - (first?.startMs ?? 0);
}
