import type { MonitorConfig } from "./monitor";
import type { CarriedSlo } from "./stress";

export interface ScalabilityConfig {
  /** Ascending. */
  users: readonly number[];
  eachMs: number;
  /** Mean pause of a user, milliseconds; 0 for none. */
  thinkMs: number;
  /** At one of the numbers of users; null where the efficiency is only told. */
  minEfficiency: { at: number; ratio: number } | null;
  /** Smallest share of right answers among the answers; null where it is only told. */
  correct: number | null;
  elasticity: ElasticityConfig | null;
}

export interface ElasticityConfig {
  /** Requests per second. */
  from: number;
  to: number;
  /** How long the load stays at `from` before the step up. */
  holdMs: number;
  withinMs: number;
  slo: CarriedSlo & { p95: number };
  /** Null where replicas cannot be seen. */
  replicas: ReplicaSource | null;
  maxInFlight: number;
}

/** Where the number of replicas is to be seen. */
export type ReplicaSource =
  /** As many as there are values of this header of the answers. */
  | { kind: "header"; header: string }
  /** By its measure `replicas`. */
  | { kind: "monitor"; monitor: MonitorConfig }
  /** By that of the monitor of the whole load test. */
  | { kind: "shared" };
