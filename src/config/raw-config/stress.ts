import type { AdverseSituation } from "../types";
import type { Off, RawShare } from "./quantities";

export interface RawStress {
  start?: string;
  step?: number;
  each?: string;
  min_capacity?: string;
  recover_within?: string;
  max_rate?: string;
  max_steps?: number;
  max_in_flight?: number;
  slo?: RawCarriedSlo;
  adverse?: AdverseSituation[];
  correct?: RawShare | Off;
}

export interface RawCarriedSlo {
  p95?: string;
  errors?: RawShare;
}
