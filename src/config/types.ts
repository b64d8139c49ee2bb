import type { Direction } from "../verdict/result";

/**
 * The configuration after validation, interpolation and defaults: durations in milliseconds, shares
 * as fractions, rates per second, paths absolute. What the user may write stands in
 * `schema/infergate.schema.json`.
 */
export interface Config {
  /** The config file as the user named it, null where there is none. */
  file: string | null;
  endpoint: EndpointConfig;
  baseline: EndpointConfig | null;
  data: DataConfig | null;
  /** Null where the suite is off. */
  system: SystemConfig | null;
  acceptance: AcceptanceConfig | null;
  load: LoadConfig | null;
  /** Null where it is off, or there is no baseline and none was asked for. */
  shadow: ShadowConfig | null;
  /** Null where it is not asked for. */
  ab: AbConfig | null;
  /** Null where it is not asked for. */
  canary: CanaryConfig | null;
  report: ReportConfig;
}

export interface EndpointConfig {
  url: string;
  protocol: Protocol;
  model: string | null;
  /** The version that must be serving. */
  version: string | null;
  /** One of several behind the same URL: SageMaker's variant, Azure ML's deployment. */
  deployment: string | null;
  auth: AuthConfig | null;
  /** Settings of the model that go with every request, such as `max_tokens`; null where none are named. */
  parameters: Record<string, unknown> | null;
  tensors: TensorForm;
  timeoutMs: number;
  /** Templates of the generic `http` protocol. */
  http: HttpTemplates | null;
}

/** How tensors travel where the protocol has a choice. */
export type TensorForm = "json" | "binary";

export const PROTOCOLS = [
  "auto",
  "oip-v2",
  "kserve-v1",
  "tf-serving",
  "torchserve",
  "mlflow",
  "bentoml",
  "litserve",
  "ray-serve",
  "seldon",
  "databricks",
  "sagemaker",
  "azureml",
  "vertex",
  "openai",
  "tgi",
  "tei",
  "http",
] as const;
export type Protocol = (typeof PROTOCOLS)[number];

export type AuthConfig =
  | { kind: "bearer"; token: string }
  | { kind: "api-key"; header: string; value: string }
  | { kind: "basic"; username: string; password: string }
  | ({ kind: "aws-sigv4" } & AwsCredentials)
  | { kind: "headers"; headers: Record<string, string> };

export interface AwsCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string | null;
  region: string;
  /** The service that the signature is for; default "sagemaker". */
  service: string;
}

export interface HttpTemplates {
  request: {
    method: "GET" | "POST";
    path: string;
    headers: Record<string, string>;
    /** JSON with `{{column}}`, `{{row}}`, `{{record}}`, `{{rows}}`, `{{records}}` in it. */
    body: unknown;
  };
  response: {
    /** JSON path of the prediction, or of the list of predictions for a batch. */
    prediction: string;
    /** Further outputs by name, each a JSON path. */
    outputs: Record<string, string>;
    /** JSON path of the message in an error body. */
    error: string | null;
  };
  health: { live: string | null; ready: string | null; metadata: string | null };
  /** JSON path of the version in the metadata. */
  versionPath: string | null;
}

export interface DataConfig {
  /** A file of rows, or a folder of files. */
  file: string;
  /** Whether `file` holds captured requests instead of rows. */
  isCapture: boolean;
  /** The label file of a folder, where it is not found by its name. */
  labels: string | null;
  id: string | null;
  features: string[] | null;
  label: string | null;
  prediction: string | null;
  /** Class names in the order of the scores; default: the distinct labels, sorted. */
  classes: string[] | null;
  slices: string[];
}

export interface Tolerance {
  rel: number;
  abs: number;
}

export type SystemLevel = "smoke" | "standard" | "strict";

export interface SystemConfig {
  level: SystemLevel;
  skip: string[];
  /** Absolute path of a JSON Schema of a good answer. */
  schema: string | null;
  examples: GoldenExample[];
  tolerance: Tolerance;
}

export interface GoldenExample {
  input: Record<string, string | number | boolean | null>;
  expect: unknown;
  tolerance: Tolerance | null;
}

/** One limit on one metric. */
export interface MetricLimit {
  /** The key as written: "accuracy", "f1.macro", "worst_slice.recall.macro", "latency.p95". */
  metric: string;
  limit: number | null;
  direction: Direction;
  /** An exclusive bound: `> 0.9`, `< 120ms`. */
  strict: boolean;
  /** Largest allowed loss against the baseline on the same rows, in the metric's own unit. */
  maxDrop: number | null;
  /** Slices with fewer rows are not judged. */
  minRows: number;
  /** Judge by this confidence bound; null judges by the point estimate. */
  confidence: number | null;
  /** How each answer gets its score, where that is more than arithmetic on labels. */
  scoring: Scoring | null;
}

export type Scoring =
  | { kind: "regex"; pattern: string; flags: string }
  /** Absolute path of a JSON Schema. */
  | { kind: "json_schema"; file: string }
  | { kind: "tool_calls" }
  | { kind: "similarity"; endpoint: EndpointConfig }
  | {
      kind: "judge";
      endpoint: EndpointConfig;
      rubric: string;
      /** Verdicts a row, an odd number. */
      repeats: number;
      minAgreement: number;
    };

export interface AcceptanceConfig {
  metrics: MetricLimit[];
}

/** The aspects of the load test, one stage each; null for one that is not asked for. */
export interface LoadStageConfigs {
  performance: PerformanceConfig | null;
  endurance: EnduranceConfig | null;
  stress: StressConfig | null;
  scalability: ScalabilityConfig | null;
  volume: VolumeConfig | null;
}

/** The stages, and what holds for all of them. */
export interface LoadConfig extends LoadStageConfigs {
  /** Of the comparison with the unloaded answers. */
  tolerance: Tolerance;
  /** Null where the server tells nothing of itself. */
  monitor: MonitorConfig | null;
  /** Threads that send; null for one less than the machine has cores. */
  workers: number | null;
  http: HttpVersion;
}

export const HTTP_VERSIONS = ["1.1", "2"] as const;
export type HttpVersion = (typeof HTTP_VERSIONS)[number];

/** What a server may tell of itself, each as a metric of Prometheus or a JSON path. */
export const SERVER_MEASURES = ["memory", "cpu", "replicas", "queue"] as const;
export type ServerMeasure = (typeof SERVER_MEASURES)[number];

export interface MonitorConfig {
  source:
    | { kind: "prometheus" | "json" /** Of the web, or a path of the endpoint. */; url: string }
    | { kind: "command"; command: readonly string[] };
  /** Where in what it tells the measures stand. */
  measures: Readonly<Partial<Record<ServerMeasure, string>>>;
}

export interface EnduranceConfig extends TrafficConfig {
  /** Largest growth of the median response time over the stage, as a share. */
  maxDrift: number;
  /** Largest share of requests without a right answer. */
  maxErrors: number;
  memory: {
    /** Bytes; null for twice of what was used. */
    limit: number | null;
    withinMs: number;
  };
}

/** How the requests of an open stage come. */
export interface TrafficConfig {
  /** Requests per second; of a replay, what its capture is expected to make. */
  rate: number;
  forMs: number;
  arrivals: Arrivals;
  /** The rate grows linearly from `from`, for so long, to `rate`. */
  ramp: { from: number; overMs: number } | null;
  /** In between the rate is another one. */
  spike: { rate: number; atMs: number; forMs: number } | null;
  maxInFlight: number;
}

/**
 * `poisson`: independent of each other, as many users are. `constant`: one after the other, evenly.
 * `replay`: at the times of the capture.
 */
export const ARRIVALS = ["poisson", "constant", "replay"] as const;
export type Arrivals = (typeof ARRIVALS)[number];

export interface PerformanceConfig extends TrafficConfig {
  slo: Slo;
}

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

export interface VolumeConfig {
  /** Ascending: rows a request, or repetitions of its text. */
  sizes: readonly number[];
  /** What grows; where a request takes one row only, it is the text all the same. */
  grows: "rows" | "text";
  /** Requests of each size. */
  each: number;
  maxExponent: number;
  /** Smallest share of right answers among the answers; null where it is only told. */
  correct: number | null;
}

export interface Slo {
  p50: number | null;
  p95: number | null;
  p99: number | null;
  /** Limits on percentiles of streams, in the order in which they are told. */
  streams: StreamSlo[];
  /** Fewest output tokens of all streams together. */
  tokensPerSecond: number | null;
  /** Largest share of errors, wrong answers among them. */
  errors: number | null;
  /** Smallest share of right answers among the answers. */
  correct: number | null;
  /** Smallest share of requests that were right and met every SLO on time. */
  goodput: number | null;
}

export const STREAM_MEASURES = ["ttft", "tpot", "itl"] as const;
export type StreamMeasure = (typeof STREAM_MEASURES)[number];

export interface StreamSlo {
  /** The key as written: "ttft.p95". */
  name: string;
  measure: StreamMeasure;
  /** A fraction: 0.95. */
  p: number;
  limitMs: number;
}

export interface ShadowConfig {
  requests: number;
  minAgreement: number;
  maxSlowdown: number;
  maxErrors: number;
  tolerance: Tolerance;
  compare: CompareConfig;
  /** Null where the baseline is asked only once. */
  noiseFloor: NoiseFloorConfig | null;
  /** Limits on metrics that the labels allow; null for one that is only told. */
  metrics: { accuracy: { maxDrop: number } | null };
  /** Whether the suite ends when it has failed for certain. */
  sequential: boolean;
  /** Whether requests are sent that look as if they changed something. */
  allowStateChanges: boolean;
}

export interface NoiseFloorConfig {
  /** Of the inputs that the baseline is asked twice. */
  share: number;
  /** On how many more inputs the candidate may differ than the baseline from itself, as a share. */
  maxExcess: number;
}

/** How two values of an output are compared. */
export const COMPARISONS = [
  "class",
  "number",
  "vector",
  "probabilities",
  "top_k",
  "ranking",
  "text",
  "json",
] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** What still counts as the same, by the way of comparing. */
export interface CompareLimits {
  /** At most so far apart; null for a measure that is not judged. All null: chosen by what the vectors are. */
  vector: { cosine: number | null; abs: number | null; ulp: number | null };
  probabilities: { jensenShannon: number; sameTop: boolean };
  topK: { k: number; jaccard: number; order: boolean };
  ranking: { by: "rbo" | "tau"; min: number; p: number };
  text: { match: "exact" | "normalised" | "token_f1"; min: number };
}

export interface CompareConfig extends CompareLimits {
  /** Those that must agree; the others are told. */
  outputs: "first" | "all" | string[];
  /** For all outputs, or by the name of the output. */
  as: Comparison | "auto" | Readonly<Record<string, Comparison>>;
  /** Patterns of paths that are not compared. */
  ignore: string[];
  /** Patterns of paths of lists whose order says nothing. */
  sets: string[];
}

export interface AbConfig {
  /** Requests, both arms together. */
  requests: number;
  /** The candidate's share of them. */
  split: number;
  /** Column whose values always go to the same side; null draws a side for each request. */
  key: string | null;
  /** What decides, each with its margin; judged together by Holm's method. */
  metrics: AbMetric[];
  /** What must not become worse by more than its margin, each by itself. */
  guardrails: AbMetric[];
  /** Whether it looks while requests are sent, and stops when it knows. */
  sequential: boolean;
}

/** What is asked of one measure. */
export interface AbMetric {
  /** "accuracy", "errors", "latency", a metric of acceptance, or a JSON path of the answer. */
  name: string;
  /** Of a JSON path: whether more of it is better. */
  higherIsBetter: boolean | null;
  goal:
    | { kind: "non-inferiority" /** Largest loss that is put up with. */; margin: number }
    | { kind: "superiority" };
}

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
  /** infergate sends each request to one side. */
  | { kind: "split"; route: CanaryRoute | null }
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

/** How an answer says which side gave it. */
export type CanaryAttribution =
  | { kind: "header"; header: string; candidate: string; baseline: string }
  | { kind: "json"; path: string; candidate: string; baseline: string }
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

export interface ReportConfig {
  comment: "always" | "on-change" | "on-fail" | "off";
  onInconclusive: "fail" | "warn";
}
