import type { Verdict } from "../../verdict/result";

/** What was found of one thing; a verdict of null tells it without judging. */
export interface Finding {
  verdict: Verdict | null;
  message: string;
}
