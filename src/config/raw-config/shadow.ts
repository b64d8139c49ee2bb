import type { Comparison } from "../types";
import type { Off, RawShare, RawTolerance } from "./quantities";

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
