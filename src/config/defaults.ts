import { HOUR_MS } from "./quantities";
import {
  type AbConfig,
  ADVERSE_SITUATIONS,
  type CanaryConfig,
  type CanaryDrive,
  type CanaryMetrics,
  type CarriedSlo,
  type CompareConfig,
  type EndpointConfig,
  type EnduranceConfig,
  type HttpVersion,
  type PerformanceConfig,
  type ReportConfig,
  type ShadowConfig,
  type SystemConfig,
  type Tolerance,
  type TrafficConfig,
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

/** Of every rate that counts as carried: 95 of 100 requests are right and in time. */
export const DEFAULT_CARRIED_SLO: Pick<CarriedSlo, "errors"> = { errors: 0.05 };

const DEFAULT_STEP_IN_FLIGHT = 512;

export const DEFAULT_STRESS = {
  start: 10,
  step: 1.25,
  eachMs: 5_000,
  recoverWithinMs: 30_000,
  /** Of the highest rate: over the least capacity, and over the first rate where there is none. */
  overCapacity: 2,
  overStart: 20,
  maxSteps: 40,
  maxInFlight: DEFAULT_STEP_IN_FLIGHT,
  adverse: ADVERSE_SITUATIONS,
} as const;

export const DEFAULT_SCALABILITY = {
  users: [1, 2, 4, 8, 16, 32],
  eachMs: 3_000,
  thinkMs: 0,
  elasticityInFlight: DEFAULT_STEP_IN_FLIGHT,
} as const;

export const DEFAULT_VOLUME = {
  sizes: [1, 2, 4, 8, 16, 32, 64, 128],
  each: 30,
  maxExponent: 1.15,
} as const;

/** By the names that Prometheus's own client libraries give. */
export const PROMETHEUS_MEASURES = {
  memory: "process_resident_memory_bytes",
  cpu: "process_cpu_seconds_total",
} as const;

export const DEFAULT_LOAD_HTTP: HttpVersion = "1.1";

/** Between an answer under load and the same endpoint's own answer alone. */
export const DEFAULT_LOAD_TOLERANCE = SAME_MODEL;

const DEFAULT_COMPARE: CompareConfig = {
  outputs: "first",
  as: "auto",
  vector: { cosine: null, abs: null, ulp: null },
  probabilities: { jensenShannon: 0.02, sameTop: true },
  topK: { k: 5, jaccard: 1, order: true },
  ranking: { by: "rbo", min: 0.9, p: 0.9 },
  text: { match: "exact", min: 0.9 },
  ignore: [],
  sets: [],
};

/** The fewest inputs asked twice that say something of how the baseline disagrees with itself. */
export const LEAST_REPEATED = 0.3;

export const DEFAULT_SHADOW: ShadowConfig = {
  requests: 500,
  minAgreement: 0.99,
  maxSlowdown: 0.1,
  maxErrors: 0.01,
  tolerance: SAME_ANSWER,
  compare: DEFAULT_COMPARE,
  noiseFloor: { share: LEAST_REPEATED, maxExcess: 0.01 },
  metrics: { accuracy: null },
  sequential: false,
  allowStateChanges: false,
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
