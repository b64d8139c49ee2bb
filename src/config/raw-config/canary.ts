import type { CanaryEnd, CanaryMeasure } from "../types";
import type { RawAuth, RawEndpoint } from "./endpoint";
import type { RawShare } from "./quantities";

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
