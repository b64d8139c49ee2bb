import type { AuthConfig, EndpointConfig } from "./endpoint";

export interface CanaryConfig {
  /** The candidate's share of the requests in each stage, ascending. */
  steps: number[];
  /** Requests that a stage counts, both sides together. */
  each: number;
  /** Column whose values always go to the same side; null draws a side for each request. */
  key: string | null;
  /** Largest share of errors that the canary may have. */
  maxErrors: number;
  /** How many times the baseline's error rate is put up with; beyond it is rolled back. */
  maxErrorRatio: number;
  /** Null where latency is told and not judged. */
  maxSlowdown: number | null;
  /** Null where accuracy is told and not judged. */
  maxAccuracyDrop: number | null;
  traffic: CanaryTraffic;
  /** Null where nobody moves the weight but infergate's own split, or it stays. */
  drive: CanaryDrive | null;
  score: CanaryScore;
}

/** Whose requests are looked at, and how each is known to be the candidate's or the baseline's. */
export type CanaryTraffic =
  /** infergate sends each request to one side. Whether that side answered is looked at where answers name it. */
  | { kind: "split"; route: CanaryRoute | null; attribute: NamedSide | null }
  /** infergate sends through a router of the user's, which chooses the side. Null: the endpoint is it. */
  | { kind: "router"; router: EndpointConfig | null; attribute: CanaryAttribution }
  /** What Prometheus counted of traffic that others send. */
  | ({ kind: "metrics" } & CanaryMetrics);

/** One URL whose gateway chooses the side by a header. */
export interface CanaryRoute {
  header: string;
  candidate: string;
  baseline: string;
}

/** How an answer names the side that gave it. */
export type NamedSide =
  | { kind: "header"; header: string; candidate: string; baseline: string }
  | { kind: "json"; path: string; candidate: string; baseline: string };

/** How an answer says which side gave it. */
export type CanaryAttribution =
  | NamedSide
  /** By inputs to which the two are known to answer differently. */
  | { kind: "fingerprint" };

export interface CanaryMetrics {
  /** Of the server; `/api/v1/query` follows. */
  url: string;
  auth: AuthConfig | null;
  /** The past that is read; of a driven stage, how long it is watched at most. */
  windowMs: number;
  /** How often a driven stage is looked at. */
  everyMs: number;
  /** What `{{revision}}` stands for on each side. */
  candidate: string;
  baseline: string;
  /** PromQL with `{{revision}}` and `{{window}}`. */
  queries: { requests: string; errors: string; latency: string | null };
}

/** Commands of the user's that move the weight. */
export interface CanaryDrive {
  /** `{{weight}}`, `{{percent}}` and `{{stage}}` in it are filled in. */
  advance: readonly string[];
  rollback: readonly string[];
  /** For each command. */
  timeoutMs: number;
  /** From the end of `advance` until a stage begins. */
  settleMs: number;
  /** Environment of both commands, beside what every program gets. */
  env: Readonly<Record<string, string>>;
  /** What becomes of the split where it cannot be told, and where all stages have passed. */
  undecided: CanaryEnd;
  passed: CanaryEnd;
}

export const CANARY_ENDS = ["rollback", "keep"] as const;
export type CanaryEnd = (typeof CANARY_ENDS)[number];

export const CANARY_MEASURES = ["errors", "latency", "accuracy"] as const;
export type CanaryMeasure = (typeof CANARY_MEASURES)[number];

export interface CanaryScore {
  weights: Readonly<Record<CanaryMeasure, number>>;
  /** Without a pass of these the score is 0. */
  critical: readonly CanaryMeasure[];
}
