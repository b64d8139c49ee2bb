import type {
  AdverseSituation,
  Arrivals,
  CanaryEnd,
  CanaryMeasure,
  Comparison,
  HttpVersion,
  Protocol,
  ServerMeasure,
  TensorForm,
} from "./types";

/**
 * The config as written, once it fits `schema/infergate.schema.json`: quantities are still text. The
 * sections turn it into `Config`.
 */
export interface RawConfig {
  endpoint?: RawEndpoint;
  baseline?: RawEndpoint;
  data?: RawData;
  system?: RawSystem;
  acceptance?: Record<string, RawLimit>;
  load?: Off | RawLoad;
  shadow?: Off | RawShadow;
  ab?: Off | RawAb;
  canary?: Off | RawCanary;
  report?: RawReport;
}

/** `off` is a word in YAML 1.2; in older YAML it is false. */
export type Off = "off" | false;
/** A fraction, or text such as "1%". */
export type RawShare = number | string;

export interface RawEndpoint {
  url?: string;
  protocol?: Protocol;
  model?: string;
  version?: string;
  deployment?: string;
  auth?: RawAuth;
  parameters?: Record<string, unknown>;
  tensors?: TensorForm;
  timeout?: string;
  request?: RawRequest;
  response?: string | RawResponse;
  health?: { live?: string; ready?: string; metadata?: string };
  version_path?: string;
}

/** Exactly one of the five. */
export interface RawAuth {
  bearer?: string;
  "api-key"?: { header: string; value: string };
  basic?: { username: string; password: string };
  headers?: Record<string, string>;
  "aws-sigv4"?: {
    access_key_id: string;
    secret_access_key: string;
    session_token?: string;
    region: string;
    service?: string;
  };
}

export interface RawRequest {
  method?: "GET" | "POST";
  path: string;
  headers?: Record<string, string>;
  body?: unknown;
}

export interface RawResponse {
  prediction: string;
  outputs?: Record<string, string>;
  error?: string;
}

export interface RawData {
  file?: string;
  capture?: string;
  labels?: string;
  id?: string;
  features?: string[];
  label?: string;
  prediction?: string;
  classes?: (string | number | boolean)[];
  slices?: string[];
}

export interface RawTolerance {
  rel?: number;
  abs?: number;
}

export type RawSystem = Off | "smoke" | "standard" | "strict" | RawSystemMap;

export interface RawSystemMap {
  level?: "smoke" | "standard" | "strict";
  skip?: string[];
  schema?: string;
  examples?: RawExample[];
  tolerance?: RawTolerance;
}

export interface RawExample {
  input: Record<string, string | number | boolean | null>;
  expect: unknown;
  tolerance?: RawTolerance;
}

export type RawBound = number | string;
export type RawLimit = string | RawLimitMap;

export interface RawLimitMap {
  min?: RawBound;
  max?: RawBound;
  max_drop?: RawBound;
  min_rows?: number;
  confidence?: RawShare;
  /** Of `regex`. */
  pattern?: string;
  flags?: string;
  /** Of `json_schema`. */
  schema?: string;
  /** Of `similarity` and `judge`. */
  endpoint?: RawEndpoint;
  /** Of `judge`. */
  rubric?: string;
  repeats?: number;
  min_agreement?: RawShare;
}

export interface RawLoad {
  tolerance?: RawTolerance;
  monitor?: RawMonitor;
  workers?: number;
  http?: HttpVersion | number;
  performance?: RawPerformance;
  endurance?: RawEndurance;
  stress?: RawStress;
  scalability?: RawScalability;
  volume?: RawVolume;
}

export interface RawStress {
  start?: string;
  step?: number;
  each?: string;
  min_capacity?: string;
  recover_within?: string;
  max_rate?: string;
  max_steps?: number;
  max_in_flight?: number;
  slo?: RawCarriedSlo;
  adverse?: AdverseSituation[];
  correct?: RawShare | Off;
}

export interface RawCarriedSlo {
  p95?: string;
  errors?: RawShare;
}

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

export interface RawVolume {
  batch?: number[];
  repeat?: number[];
  each?: number;
  max_exponent?: number;
  correct?: RawShare | Off;
}

/** With exactly one of the first three. */
export interface RawMonitor extends Partial<Record<ServerMeasure, string>> {
  prometheus?: string;
  json?: string;
  command?: string[];
}

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

export interface RawShadow {
  requests?: number;
  min_agreement?: RawShare;
  max_slowdown?: RawShare;
  max_errors?: RawShare;
  tolerance?: RawTolerance;
  compare?: RawCompare;
  noise_floor?: Off | { share?: RawShare; max_excess?: RawShare };
  metrics?: { accuracy?: { max_drop: RawShare } };
  sequential?: "on" | true | Off;
  allow_state_changes?: boolean;
}

export interface RawCompare {
  outputs?: "first" | "all" | string[];
  as?: Comparison | "auto" | Record<string, Comparison>;
  vector?: { cosine?: number; abs?: number; ulp?: number };
  probabilities?: { jensen_shannon?: number; same_top?: boolean };
  top_k?: { k?: number; jaccard?: RawShare; order?: boolean };
  ranking?: { by?: "rbo" | "tau"; min?: RawShare; p?: number };
  text?: { match?: "exact" | "normalised" | "token_f1"; min?: RawShare };
  ignore?: string[];
  sets?: string[];
}

export interface RawAb extends RawAbGoal {
  requests?: number;
  split?: RawShare;
  key?: string;
  metric?: string;
  metrics?: Record<string, RawAbGoal>;
  guardrails?: Record<string, RawShare>;
  sequential?: boolean;
}

export interface RawAbGoal {
  non_inferiority?: RawShare;
  superiority?: true;
  better?: "higher" | "lower";
}

export interface RawCanary {
  steps?: RawShare[];
  each?: number;
  key?: string;
  max_errors?: RawShare;
  max_error_ratio?: number;
  max_slowdown?: RawShare;
  max_accuracy_drop?: RawShare;
  route?: { header: string; candidate: string; baseline: string };
  router?: RawEndpoint;
  attribute?: RawAttribution;
  metrics?: RawCanaryMetrics;
  drive?: RawDrive;
  score?: { weights?: Partial<Record<CanaryMeasure, number>>; critical?: CanaryMeasure[] };
}

/** With exactly one of the first three. */
export interface RawAttribution {
  header?: string;
  json?: string;
  fingerprint?: true;
  candidate?: string;
  baseline?: string;
}

export interface RawCanaryMetrics {
  url: string;
  auth?: RawAuth;
  window?: string;
  every?: string;
  candidate: string;
  baseline: string;
  requests: string;
  errors: string;
  latency?: string;
}

export interface RawDrive {
  advance: string[];
  rollback: string[];
  timeout?: string;
  settle?: string;
  env?: Record<string, string>;
  undecided?: CanaryEnd;
  passed?: CanaryEnd;
}

export interface RawReport {
  comment?: "always" | "on-change" | "on-fail" | Off;
  on_inconclusive?: "fail" | "warn";
}
