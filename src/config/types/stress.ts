/** What goes on beside ordinary requests, one after the other. */
export const ADVERSE_SITUATIONS = ["bursts", "churn", "slow-readers", "oversized"] as const;
export type AdverseSituation = (typeof ADVERSE_SITUATIONS)[number];

export interface StressConfig {
  /** Of the steps, requests per second, ascending; the first is the base that it has to come back to. */
  rates: readonly number[];
  /** How long each step lasts. */
  eachMs: number;
  /** One of the rates; null where the capacity is only told. */
  minCapacity: number | null;
  recoverWithinMs: number;
  maxInFlight: number;
  slo: CarriedSlo;
  adverse: readonly AdverseSituation[];
  /** Smallest share of right answers among the answers; null where it is only told. */
  correct: number | null;
}

/** What a rate must meet to count as carried. */
export interface CarriedSlo {
  /** Milliseconds; null where there is no limit on single answers. */
  p95: number | null;
  /** Largest share of requests without a right answer. */
  errors: number;
}
