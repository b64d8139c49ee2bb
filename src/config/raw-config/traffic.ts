import type { Arrivals } from "../types";
import type { Off, RawShare } from "./quantities";

export interface RawEndurance extends RawTraffic {
  max_drift?: RawShare;
  errors?: RawShare;
  memory?: { limit?: string; within?: string };
}

export interface RawTraffic {
  rate?: string;
  for?: string;
  arrivals?: Arrivals;
  ramp?: { from: string; over?: string };
  spike?: { rate: string; at: string; for: string };
  max_in_flight?: number;
}

export interface RawPerformance extends RawTraffic {
  slo?: RawSlo;
}

export interface RawSlo {
  p50?: string;
  p95?: string;
  p99?: string;
  /** `ttft.p95`, `tpot.p50`, `itl.p99`. */
  [percentileOfStreams: `${"ttft" | "tpot" | "itl"}.p${number}`]: string;
  tokens_per_second?: number;
  errors?: RawShare;
  correct?: RawShare | Off;
  goodput?: RawShare;
}
