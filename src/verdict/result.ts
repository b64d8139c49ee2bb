/**
 * The result model: what every suite returns and every report reads.
 *
 * Public. Its JSON Schema is `schema/result.schema.json`; change both together, with a line in
 * `CHANGELOG.md`. Units in `observed`, `limit`, `baseline`, `interval`: latencies are milliseconds,
 * shares are fractions from 0 to 1, rates are per second.
 */
export type Verdict = "pass" | "fail" | "inconclusive" | "error";

/** `skipped` only for what was not asked for or does not apply; its message says which. */
export type Outcome = Verdict | "skipped";

export type Unit = "ms" | "share" | "per-second" | "count" | "ratio" | "score" | "bytes";

/** Whether the observed value must be at least or at most the limit. */
export type Direction = "at-least" | "at-most";

/** One exchange shown as proof. Redacted and cut before it gets here. */
export interface Evidence {
  request: string;
  response: string;
}

export interface Check {
  /** `suite/what[/which]`, stable. */
  id: string;
  title: string;
  verdict: Outcome;
  observed: number | string | null;
  limit: number | string | null;
  direction: Direction | null;
  /** The baseline's value of the same measure. */
  baseline: number | string | null;
  /** Confidence bounds of `observed`, null where unbounded. 95 % two-sided unless the message says otherwise. */
  interval: [number | null, number | null] | null;
  unit: Unit | null;
  n: number | null;
  message: string;
  hint: string | null;
  evidence: Evidence[];
}

export type AxisScale = "linear" | "log";

/**
 * "points": measured one by one, not joined. "step": a setting, which holds until the next point.
 * "limit": what the others are held against.
 */
export type LineStyle = "line" | "points" | "step" | "limit";

export interface SeriesLine {
  name: string;
  /** Pairs of x and y, x ascending. */
  points: [number, number][];
  /** "line" where it is left out. */
  style?: LineStyle;
}

/** What a chart draws: lines over a common x axis, those that matter most first. */
export interface Series {
  /** `suite/stage/what`, stable. Charts of one stage stand together. */
  id: string;
  title: string;
  x: { title: string; unit: Unit | "s" };
  y: { title: string; unit: Unit };
  /** Linear where it is left out. */
  scale?: { x?: AxisScale; y?: AxisScale };
  lines: SeriesLine[];
}

export const SUITE_NAMES = [
  "system",
  "security",
  "behaviour",
  "acceptance",
  "load",
  "shadow",
  "ab",
  "canary",
] as const;
export type SuiteName = (typeof SUITE_NAMES)[number];

export interface SuiteResult {
  name: SuiteName;
  verdict: Outcome;
  reason: string;
  durationMs: number;
  requests: number;
  checks: Check[];
  series: Series[];
}

export interface EndpointSummary {
  url: string;
  protocol: string;
  /** How the protocol was found, one finding a string. */
  evidence: string[];
  model: string | null;
  version: string | null;
}

export interface RunInfo {
  id: string;
  /** ISO 8601, UTC. */
  startedAt: string;
  durationMs: number;
  seed: number;
  commit: string | null;
  baseCommit: string | null;
  shards: number;
}

export interface GateResult {
  schemaVersion: 1;
  tool: { name: "infergate"; version: string };
  run: RunInfo;
  endpoint: EndpointSummary | null;
  baseline: EndpointSummary | null;
  verdict: Verdict;
  /** One sentence. */
  reason: string;
  suites: SuiteResult[];
}
