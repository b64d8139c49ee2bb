import type { Tolerance } from "./data";

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
