import type { Direction } from "../../verdict/result";
import type { EndpointConfig } from "./endpoint";

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
