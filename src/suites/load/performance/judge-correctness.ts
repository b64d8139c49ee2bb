import { isAnswer, OUTCOME } from "../../../load/outcomes";
import { check } from "../../../verdict/check";
import { judgeShare } from "../../../verdict/judge-share";
import type { Check, Evidence } from "../../../verdict/result";
import { sizeOf, sum } from "../indicator";
import { identify, type PerformanceStage } from "./performance-checks";

/** The share of right ones among the answers: what load does to correctness, errors and speed apart. */
export function judgeCorrectness(stage: PerformanceStage): Check {
  const { run, config, contradiction, inputs } = stage;
  const right = run.recording.outcome
    .filter(isAnswer)
    .map((outcome) => (outcome === OUTCOME.right ? 1 : 0));
  const limit = config.slo.correct;
  const wrong = right.length - sum(right);
  const shared = {
    ...identify("correct"),
    unit: "share",
    n: right.length,
    evidence: evidenceOf(stage, OUTCOME.wrong),
  } as const;
  const found = [
    `${wrong} of ${right.length} answers differ from those to the same ${inputs} inputs alone`,
    ...firstReason(stage, OUTCOME.wrong),
  ];
  if (limit === null) {
    const observed = right.length === 0 ? null : sum(right) / right.length;
    const message = ["no limit named", ...found].join("; ");
    return check({ ...shared, verdict: "skipped", observed, message });
  }
  const judged = judgeShare({
    count: right.length - wrong,
    n: right.length,
    limit,
    direction: "at-least",
    what: "answers",
    effectiveSize: sizeOf(right),
  });
  // Unreadable answers are wrong whether or not they repeat themselves; only a pass cannot be had.
  if (contradiction !== null && judged.verdict !== "fail") {
    return check({
      ...shared,
      verdict: "inconclusive",
      limit,
      direction: "at-least",
      message: `the endpoint does not repeat itself even unloaded (${contradiction}), so answers under load cannot be compared`,
      hint: "Make the model deterministic, or widen load.performance.tolerance if the difference does not matter.",
    });
  }
  return check({
    ...shared,
    ...judged,
    limit,
    direction: "at-least",
    message: [...found, judged.message].join("; "),
  });
}

function firstReason({ run }: PerformanceStage, outcome: number): string[] {
  const first = run.specimens.find((specimen) => specimen.outcome === outcome);
  return first ? [`first: ${first.reason}`] : [];
}

function evidenceOf({ run, evidence }: PerformanceStage, outcome: number): Evidence[] {
  return evidence.filter((_, i) => run.specimens[i]?.outcome === outcome);
}
