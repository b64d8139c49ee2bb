import type { Outcome, Verdict } from "./result";

/**
 * The verdict of a whole from the verdicts of its parts: any fail is fail; else any error is error;
 * else any inconclusive is inconclusive; else at least one pass is pass; else error, because
 * nothing was checked, and nothing checked is never green.
 */
const PRECEDENCE: readonly Verdict[] = ["fail", "error", "inconclusive", "pass"];

export function combine(outcomes: readonly Outcome[]): Verdict {
  return PRECEDENCE.find((verdict) => outcomes.includes(verdict)) ?? "error";
}
