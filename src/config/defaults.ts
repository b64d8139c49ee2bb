import type {
  EndpointConfig,
  PerformanceConfig,
  ReportConfig,
  ShadowConfig,
  SystemConfig,
  Tolerance,
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

export const DEFAULT_PERFORMANCE: PerformanceConfig = {
  rate: 20,
  forMs: 20_000,
  maxInFlight: 256,
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

/** Between an answer under load and the same endpoint's own answer alone. */
export const DEFAULT_LOAD_TOLERANCE = SAME_MODEL;

export const DEFAULT_SHADOW: ShadowConfig = {
  requests: 500,
  minAgreement: 0.99,
  maxSlowdown: 0.1,
  maxErrors: 0.01,
  tolerance: SAME_ANSWER,
};

export const DEFAULT_REPORT: ReportConfig = { comment: "on-change", onInconclusive: "fail" };
