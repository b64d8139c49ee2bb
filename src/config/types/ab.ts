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
