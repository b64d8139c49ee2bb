import type { Check, Verdict } from "../../verdict/result";

/** What was found of one thing; a verdict of null tells it without judging. */
export interface Finding {
  verdict: Verdict | null;
  message: string;
  /** The numbers of a check that this decides; left out where it has none. */
  measure?: Measured;
}

export type Measured = Pick<Check, "observed" | "limit" | "baseline" | "interval" | "unit">;
