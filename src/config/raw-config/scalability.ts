import type { Off, RawShare } from "./quantities";
import type { RawCarriedSlo } from "./stress";

export interface RawScalability {
  users?: number[];
  each?: string;
  think?: string;
  min_efficiency?: { at: number; ratio: RawShare };
  correct?: RawShare | Off;
  elasticity?: RawElasticity;
}

export interface RawElasticity {
  from: string;
  to: string;
  within: string;
  slo?: RawCarriedSlo;
  replicas?: RawReplicas;
  max_in_flight?: number;
}

/** Exactly one of the first three. */
export interface RawReplicas {
  header?: string;
  json?: string;
  command?: string[];
  path?: string;
}
