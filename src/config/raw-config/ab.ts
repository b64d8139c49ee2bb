import type { RawShare } from "./quantities";

export interface RawAb extends RawAbGoal {
  requests?: number;
  split?: RawShare;
  key?: string;
  metric?: string;
  metrics?: Record<string, RawAbGoal>;
  guardrails?: Record<string, RawShare>;
  sequential?: boolean;
}

export interface RawAbGoal {
  non_inferiority?: RawShare;
  superiority?: true;
  better?: "higher" | "lower";
}
