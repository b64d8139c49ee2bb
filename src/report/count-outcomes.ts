import type { Check, Outcome, SuiteResult } from "../verdict/result";
import { OUTCOME_WORDS } from "./outcome-words";

export function countOutcomes(checks: readonly Check[]): Record<Outcome, number> {
  const counts = { pass: 0, fail: 0, inconclusive: 0, error: 0, skipped: 0 };
  for (const { verdict } of checks) counts[verdict]++;
  return counts;
}

/**
 * "12/12", "12/12, 2 skipped", "2 failed, 1 inconclusive of 12"; the total leaves the skipped out.
 *
 * @param brief without how many were skipped
 */
export function tally(suite: SuiteResult, brief = false): string {
  const counts = countOutcomes(suite.checks);
  const judged = suite.checks.length - counts.skipped;
  const skipped = counts.skipped === 0 || brief ? "" : `, ${counts.skipped} skipped`;
  const troubles = (["fail", "error", "inconclusive"] as const)
    .filter((verdict) => counts[verdict] > 0)
    .map((verdict) => `${counts[verdict]} ${OUTCOME_WORDS[verdict].participle}`);
  if (troubles.length > 0) return `${troubles.join(", ")} of ${judged}${skipped}`;
  // A suite may fail as a whole, say because it never got an answer.
  if (suite.verdict !== "pass") return OUTCOME_WORDS[suite.verdict].participle;
  return `${counts.pass}/${judged}${skipped}`;
}
