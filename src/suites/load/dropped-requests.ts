import { OUTCOME } from "../../load/outcomes";
import type { Recording } from "../../load/recording";
import { quantile } from "../../stats/percentile";

/** What the cap on requests in flight kept from being sent. */
export interface DroppedRequests {
  count: number;
  /** The highest rate that was due where any of them was, per second. */
  rate: number;
  /** Requests in flight at most, which is the cap where any was dropped. */
  mostInFlight: number;
  /** How long answers took, median, milliseconds; 0 where there were none. */
  tookMs: number;
}

/** Answers that take so many times as long as alone fill any room. */
const MUCH_SLOWER = 5;

/**
 * How many requests the rate takes in flight with answers as fast as alone, by Little's law, where
 * that is more than may be and no endpoint could have been fast enough; null where there was room, or
 * answers so slow that they would have filled any.
 */
export function lackOfRoom(
  { rate, mostInFlight, tookMs }: DroppedRequests,
  unloadedMs: number,
): number | null {
  const needed = Math.ceil((rate * unloadedMs) / 1000);
  return needed > mostInFlight && tookMs <= MUCH_SLOWER * unloadedMs ? needed : null;
}

/** Long enough to show a rate of hundreds a second, where this machine may begin to matter. */
const WINDOW_MS = 250;

export function readDropped(recording: Recording): DroppedRequests {
  const { intended, outcome } = recording;
  const due = new Map<number, number>();
  const concerned = new Set<number>();
  let count = 0;
  for (let i = 0; i < intended.length; i++) {
    const window = Math.floor((intended[i] as number) / WINDOW_MS);
    due.set(window, (due.get(window) ?? 0) + 1);
    if (outcome[i] !== OUTCOME.dropped) continue;
    concerned.add(window);
    count += 1;
  }
  let most = 0;
  for (const window of concerned) most = Math.max(most, due.get(window) ?? 0);
  return {
    count,
    rate: (most * 1000) / WINDOW_MS,
    mostInFlight: count === 0 ? 0 : mostAtOnce(recording),
    tookMs: count === 0 ? 0 : medianTook(recording),
  };
}

function medianTook({ dispatched, ended }: Recording): number {
  const took = ended
    .map((at, i) => at - (dispatched[i] as number))
    .filter((ms) => !Number.isNaN(ms))
    .sort();
  return took.length === 0 ? 0 : quantile(took, 0.5);
}

/** Of those that were over: what never ended was in flight at the end alone. */
function mostAtOnce({ dispatched, ended }: Recording): number {
  const begun = dispatched.filter((at) => !Number.isNaN(at)).sort();
  const over = ended.filter((at, i) => !Number.isNaN(at + (dispatched[i] as number))).sort();
  let [inFlight, most, left] = [0, 0, 0];
  for (const at of begun) {
    while (left < over.length && (over[left] as number) <= at) left += 1;
    inFlight += 1;
    most = Math.max(most, inFlight - left);
  }
  return most;
}
