import { setImmediate, setTimeout } from "node:timers/promises";

/** A timer of Node counts whole milliseconds and may fire one late. */
const TIMER_SLACK_MS = 2;

/**
 * Resolves at `due` (of `performance.now()`) to a few hundredths of a millisecond: a timer for most of
 * the way, then turns of the event loop, which keep serving other requests.
 */
export async function waitUntil(due: number): Promise<void> {
  const coarse = Math.floor(due - performance.now() - TIMER_SLACK_MS);
  if (coarse > 0) await setTimeout(coarse);
  while (performance.now() < due) await setImmediate();
}
