import type { Off } from "./quantities";

export interface RawReport {
  comment?: "always" | "on-change" | "on-fail" | Off;
  on_inconclusive?: "fail" | "warn";
}
