import type { CanaryMeasure } from "../../config/types";
import { check } from "../../verdict/check";
import { combine } from "../../verdict/combine";
import type { Check, Verdict } from "../../verdict/result";
import type { Finding } from "./finding";
import {
  type ErrorRules,
  judgeBaseline,
  judgeErrors,
  judgeRatio,
  judgeSides,
} from "./judge-errors";
import { type GuardRules, judgeAccuracy, judgeLatency } from "./judge-guards";
import type { SideCounts, StageObservation } from "./observation";
import { identifyStage, type Stage } from "./stages";

export type StageRules = ErrorRules & GuardRules;

/** What follows from a stage. */
export type Decision = "advance" | "hold" | "roll back";

export interface JudgedStage {
  check: Check;
  decision: Decision;
  /** What decided. */
  because: string;
  /** What was found of each measure that is judged. */
  measures: ReadonlyMap<CanaryMeasure, Verdict>;
}

const DECISIONS: Readonly<Record<Verdict, Decision>> = {
  pass: "advance",
  fail: "roll back",
  inconclusive: "hold",
  error: "hold",
};

/**
 * One stage: it passes where the canary's errors are shown to be within the limit, and latency and
 * accuracy within theirs, where these are named. It fails where any of them is shown to be beyond, or
 * the evidence of more errors than the baseline's is enough. Else it could not be told.
 */
export function judgeStage(
  stage: Stage,
  seen: StageObservation,
  evidenceLog: number,
  rules: StageRules,
): JudgedStage {
  const sides = judgeSides(seen);
  const errors = judgeErrors(seen, rules);
  const ratio = judgeRatio(evidenceLog, seen, rules);
  const latency = judgeLatency(seen, rules);
  const accuracy = judgeAccuracy(seen, rules);
  const findings = [ratio, errors, latency, accuracy, judgeBaseline(seen.baseline, rules), sides];
  const verdict = verdictOf(findings) as Verdict;
  const decision = DECISIONS[verdict];
  const decisive = findings.filter((finding) => finding?.verdict === verdict);
  // Where only latency or accuracy decided, they come before the errors, which did not.
  const guards = [latency, accuracy];
  const guarded = verdict !== "pass" && decisive.every((it) => guards.includes(it)) ? decisive : [];
  return {
    decision,
    because: decisive.flatMap((finding) => finding?.message ?? []).join("; "),
    measures: new Map(
      (
        [
          ["errors", verdictOf([errors, ratio, sides])],
          ["latency", verdictOf([latency])],
          ["accuracy", verdictOf([accuracy])],
        ] as const
      ).flatMap(([name, found]) => (found === null ? [] : [[name, found]])),
    ),
    check: check({
      ...identifyStage(stage),
      verdict,
      // The numbers of what decided: an error rate within its limit beside a fail would mislead.
      ...(decisive.find((finding) => finding?.measure)?.measure ?? errors.measure),
      direction: "at-most",
      n: seen.candidate.requests,
      message: [...inOrder(describeCounts(seen), findings, guarded), decision].join("; "),
      hint: seen.hint,
      evidence: verdict === "fail" ? (seen.firstError?.evidence ?? []) : [],
    }),
  };
}

function inOrder(
  counts: readonly string[],
  findings: readonly (Finding | null)[],
  first: readonly (Finding | null)[],
): string[] {
  const told = (some: readonly (Finding | null)[]) => some.flatMap((it) => it?.message ?? []);
  return [...told(first), ...counts, ...told(findings.filter((it) => !first.includes(it)))];
}

function verdictOf(findings: readonly (Finding | null)[]): Verdict | null {
  const verdicts = findings.flatMap((finding) => finding?.verdict ?? []);
  return verdicts.length === 0 ? null : combine(verdicts);
}

function describeCounts({
  candidate,
  baseline,
  unknown,
  whyUnknown,
  firstError,
}: StageObservation): string[] {
  const of = ({ requests, errors }: SideCounts) => `${errors} of ${requests} requests`;
  return [
    `errors in ${of(candidate)} of the canary and ${of(baseline)} of the baseline`,
    ...(unknown.requests > 0
      ? [`${unknown.requests} ${whyUnknown}, ${unknown.errors} of them errors`]
      : []),
    ...(firstError ? [`the canary's first: ${firstError.message}`] : []),
  ];
}
