import type { InfergateError } from "../errors";
import { check, skipped } from "../verdict/check";
import type { SuiteName, SuiteResult, Verdict } from "../verdict/result";

/**
 * The suites of a run whose candidate could not be opened. Never reached: every suite is an error,
 * nothing was measured. Reached, but without an answer: the first suite fails, the rest is not run.
 */
export function suitesOfUnusableCandidate(
  names: readonly SuiteName[],
  error: InfergateError,
): SuiteResult[] {
  const verdict: Verdict = error.family === "answer" ? "fail" : "error";
  return names.map((name, index) => {
    const id = `${name}/reach`;
    const title = "The endpoint can be reached and answers";
    const told = index === 0 || verdict === "error";
    return {
      name,
      verdict: told ? verdict : "skipped",
      reason: told ? error.message : `not run: ${error.message}`,
      durationMs: 0,
      requests: 0,
      checks: [
        told
          ? check({ id, title, verdict, message: error.message, hint: error.hint })
          : skipped(id, title, `not run: ${error.message}`),
      ],
      series: [],
    };
  });
}
