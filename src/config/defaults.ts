import { HOUR_MS } from "./quantities";
import type {
  AbConfig,
  CanaryConfig,
  CanaryDrive,
  CanaryMetrics,
  EndpointConfig,
  EnduranceConfig,
  HttpVersion,
  PerformanceConfig,
  ReportConfig,
  ShadowConfig,
  SystemConfig,
  Tolerance,
  TrafficConfig,
} from "./types";

/**
 * What holds where the config says nothing. The schema says the same in its `default`s, for editors; a
 * test holds the two together.
 */
export const DEFAULT_ENDPOINT: Pick<EndpointConfig, "protocol" | "tensors" | "timeoutMs"> = {
  protocol: "auto",
  tensors: "json",
  timeoutMs: 5000,
};

/** Between two answers of one endpoint: what float32 and another order of summation leave apart. */
const SAME_MODEL: Tolerance = { rel: 1e-5, abs: 1e-6 };
/** Between two endpoints, perhaps on other hardware. */
const SAME_ANSWER: Tolerance = { rel: 1e-4, abs: 1e-6 };

export const DEFAULT_SYSTEM: SystemConfig = {
  level: "standard",
  skip: [],
  schema: null,
  examples: [],
  tolerance: SAME_MODEL,
};

/** Slices with fewer rows say too little to be judged. */
export const DEFAULT_MIN_ROWS = 20;

const DEFAULT_TRAFFIC: Omit<TrafficConfig, "forMs"> = {
  rate: 20,
  arrivals: "poisson",
  ramp: null,
  spike: null,
  maxInFlight: 256,
};

export const DEFAULT_PERFORMANCE: PerformanceConfig = {
  ...DEFAULT_TRAFFIC,
  forMs: 20_000,
  slo: {
    p50: null,
    p95: null,
    p99: null,
    streams: [],
    tokensPerSecond: null,
    errors: 0.01,
    correct: 0.99,
    goodput: null,
  },
};

export const DEFAULT_ENDURANCE: EnduranceConfig = {
  ...DEFAULT_TRAFFIC,
  forMs: 90_000,
  maxDrift: 0.1,
  maxErrors: 0.01,
  memory: { limit: null, withinMs: HOUR_MS },
};

/** By the names that Prometheus's own client libraries give. */
export const PROMETHEUS_MEASURES = {
  memory: "process_resident_memory_bytes",
  cpu: "process_cpu_seconds_total",
} as const;

export const DEFAULT_LOAD_HTTP: HttpVersion = "1.1";

/** Between an answer under load and the same endpoint's own answer alone. */
export const DEFAULT_LOAD_TOLERANCE = SAME_MODEL;

export const DEFAULT_SHADOW: ShadowConfig = {
  requests: 500,
  minAgreement: 0.99,
  maxSlowdown: 0.1,
  maxErrors: 0.01,
  tolerance: SAME_ANSWER,
};

export const DEFAULT_AB: Omit<AbConfig, "metrics"> = {
  requests: 4000,
  split: 0.5,
  key: null,
  guardrails: [],
  sequential: true,
};

export const DEFAULT_CANARY: Omit<CanaryConfig, "traffic" | "drive"> = {
  steps: [0.1, 0.5],
  each: 4000,
  key: null,
  maxErrors: 0.01,
  maxErrorRatio: 1.5,
  maxSlowdown: null,
  maxAccuracyDrop: null,
  score: { weights: { errors: 60, latency: 20, accuracy: 20 }, critical: ["errors"] },
};

/** Between the router's answer and that of the side that may have given it. */
export const DEFAULT_CANARY_TOLERANCE = SAME_MODEL;

export const DEFAULT_CANARY_METRICS: Pick<CanaryMetrics, "windowMs" | "everyMs"> = {
  windowMs: 600_000,
  everyMs: 30_000,
};

/** Nobody watches a split once the run has ended: only one that passed is left. */
export const DEFAULT_DRIVE: Omit<CanaryDrive, "advance" | "rollback"> = {
  timeoutMs: 60_000,
  settleMs: 10_000,
  env: {},
  undecided: "rollback",
  passed: "keep",
};

export const DEFAULT_REPORT: ReportConfig = { comment: "on-change", onInconclusive: "fail" };
