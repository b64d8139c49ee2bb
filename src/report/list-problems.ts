import { check } from "../verdict/check";
import type { Check, GateResult, SuiteName, SuiteResult } from "../verdict/result";
import { SUITE_TITLES } from "./outcome-words";

/** Something that kept the run from passing. */
export interface Problem {
  suite: SuiteName;
  check: Check;
}

/** A problem with the ids of further checks that say the same. */
export interface FoldedProblem extends Problem {
  also: string[];
}

const ORDER = ["fail", "error", "inconclusive"] as const;

/** Failures first, then what could not be measured, then what could not be told; each in suite order. */
export function listProblems(result: GateResult): Problem[] {
  const problems = result.suites.flatMap((suite) =>
    problemsOf(suite).map((one) => ({ suite: suite.name, check: one })),
  );
  return ORDER.flatMap((verdict) => problems.filter(({ check }) => check.verdict === verdict));
}

/**
 * One cause, such as a generator that was itself the limit, keeps every check of a suite from being
 * measured: told once, and not once a check.
 */
export function foldProblems(problems: readonly Problem[]): FoldedProblem[] {
  const folded: FoldedProblem[] = [];
  for (const problem of problems) {
    const same = folded.find((one) => isAlike(one, problem));
    if (same) same.also.push(problem.check.id);
    else folded.push({ ...problem, also: [] });
  }
  return folded;
}

function isAlike(one: Problem, other: Problem): boolean {
  const of = ({ suite, check: { verdict, message, hint, evidence } }: Problem) =>
    verdict === "error" && evidence.length === 0 ? JSON.stringify([suite, message, hint]) : null;
  return of(one) !== null && of(one) === of(other);
}

/** "Response times …", or with "and 3 more checks". */
export function titleOf({ check, also }: FoldedProblem): string {
  const more = also.length === 1 ? "1 more check" : `${also.length} more checks`;
  return also.length === 0 ? check.title : `${check.title} (and ${more})`;
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
