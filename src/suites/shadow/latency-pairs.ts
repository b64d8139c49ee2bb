import type { Observation } from "./pair-log";

/** Times of the pairs, milliseconds, in the order in which they were sent. */
export interface LatencyPairs {
  candidate: Float64Array;
  baseline: Float64Array;
  /** Pairs left out: an error that comes sooner than an answer is no time of an answer. */
  leftOut: number;
}

/**
 * The pairs in which both sides have a time, and at least one an answer. A time-out counts with the
 * time that was waited, which is less than the answer would have taken: it is never left out for
 * being slow.
 */
export function latencyPairs(observations: readonly Observation[]): LatencyPairs {
  const timed = observations.filter(
    ({ candidate, baseline }) =>
      candidate.ms !== null && baseline.ms !== null && (candidate.answered || baseline.answered),
  );
  const timesOf = (side: "candidate" | "baseline") =>
    Float64Array.from(timed, (one) => one[side].ms as number);
  return {
    candidate: timesOf("candidate"),
    baseline: timesOf("baseline"),
    leftOut: observations.length - timed.length,
  };
}
