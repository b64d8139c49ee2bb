export interface EnduranceConfig extends TrafficConfig {
  /** Largest growth of the median response time over the stage, as a share. */
  maxDrift: number;
  /** Largest share of requests without a right answer. */
  maxErrors: number;
  memory: {
    /** Bytes; null for twice of what was used. */
    limit: number | null;
    withinMs: number;
  };
}

/** How the requests of an open stage come. */
export interface TrafficConfig {
  /** Requests per second; of a replay, what its capture is expected to make. */
  rate: number;
  forMs: number;
  arrivals: Arrivals;
  /** The rate grows linearly from `from`, for so long, to `rate`. */
  ramp: { from: number; overMs: number } | null;
  /** In between the rate is another one. */
  spike: { rate: number; atMs: number; forMs: number } | null;
  maxInFlight: number;
}

/**
 * `poisson`: independent of each other, as many users are. `constant`: one after the other, evenly.
 * `replay`: at the times of the capture.
 */
export const ARRIVALS = ["poisson", "constant", "replay"] as const;
export type Arrivals = (typeof ARRIVALS)[number];

export interface PerformanceConfig extends TrafficConfig {
  slo: Slo;
}

export interface Slo {
  p50: number | null;
  p95: number | null;
  p99: number | null;
  /** Limits on percentiles of streams, in the order in which they are told. */
  streams: StreamSlo[];
  /** Fewest output tokens of all streams together. */
  tokensPerSecond: number | null;
  /** Largest share of errors, wrong answers among them. */
  errors: number | null;
  /** Smallest share of right answers among the answers. */
  correct: number | null;
  /** Smallest share of requests that were right and met every SLO on time. */
  goodput: number | null;
}

export const STREAM_MEASURES = ["ttft", "tpot", "itl"] as const;
export type StreamMeasure = (typeof STREAM_MEASURES)[number];

export interface StreamSlo {
  /** The key as written: "ttft.p95". */
  name: string;
  measure: StreamMeasure;
  /** A fraction: 0.95. */
  p: number;
  limitMs: number;
}
