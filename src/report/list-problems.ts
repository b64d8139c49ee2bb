import { check } from "../verdict/check";
import type { Check, GateResult, SuiteName, SuiteResult } from "../verdict/result";
import { SUITE_TITLES } from "./outcome-words";

/** Something that kept the run from passing. */
export interface Problem {
  suite: SuiteName;
  check: Check;
}

const ORDER = ["fail", "error", "inconclusive"] as const;

/** Failures first, then what could not be measured, then what could not be told; each in suite order. */
export function listProblems(result: GateResult): Problem[] {
  const problems = result.suites.flatMap((suite) =>
    problemsOf(suite).map((one) => ({ suite: suite.name, check: one })),
  );
  return ORDER.flatMap((verdict) => problems.filter(({ check }) => check.verdict === verdict));
}

/** The checks of a suite that did not pass, after the suite itself where they do not explain it. */
export function problemsOf(suite: SuiteResult): Check[] {
  const troubled = suite.checks.filter(
    ({ verdict }) => verdict !== "pass" && verdict !== "skipped",
  );
  const whole = wholeSuiteProblem(suite);
  return whole === null ? troubled : [whole, ...troubled];
}

/**
 * A suite whose verdict none of its checks carries, as a check of its own: say, one that never got an
 * answer. A pass without a single check that passed is one too. Null where the checks explain it.
 */
export function wholeSuiteProblem({ name, verdict, reason, checks }: SuiteResult): Check | null {
  if (verdict === "skipped" || checks.some((one) => one.verdict === verdict)) return null;
  return check({
    id: name,
    title: `${SUITE_TITLES[name]} as a whole`,
    verdict: verdict === "pass" ? "error" : verdict,
    message: verdict === "pass" ? "Nothing was checked." : reason,
  });
}
