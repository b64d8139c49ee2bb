import type { PreparedRequest } from "../http/prepare";

/**
 * All that the generator needs to know beforehand. Plain data: schedule and requests are made before
 * the first one is sent, so that the loop does nothing but send, and a worker can be given the same.
 */
export interface LoadPlan {
  /** Milliseconds from the start of the stage, ascending. */
  arrivals: Float64Array;
  /** For each arrival, which of `requests` it sends. */
  inputs: Uint32Array;
  /** One for each distinct input, serialised, credentials included. */
  requests: readonly PreparedRequest[];
  /** Deadline of one request, from its dispatch, milliseconds. */
  timeoutMs: number;
  /** Further requests are dropped and counted. */
  maxInFlight: number;
  /** A longer answer is broken off and counted. */
  maxAnswerBytes: number;
  /** What to note of streams; left out where the answers are asked for as a whole. */
  stream?: StreamPlan;
  /** The stage is over early when this many requests have ended and not one was answered. */
  giveUpAfter: number;
}

export interface StreamPlan {
  /** Of each stream's own gaps between pieces, the percentiles to keep, as fractions. */
  gapPercentiles: readonly number[];
}
