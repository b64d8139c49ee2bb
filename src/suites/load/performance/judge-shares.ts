import { isAnswer, OUTCOME } from "../../../load/outcomes";
import { effectiveSampleSize } from "../../../stats/load/effective-sample-size";
import { check } from "../../../verdict/check";
import { judgeShare } from "../../../verdict/judge-share";
import type { Check, Evidence } from "../../../verdict/result";
import { identify, type PerformanceStage } from "./performance-stage";

/** What becomes of a request, in words that follow a number; in the order in which they are told. */
const FAULT_WORDS: readonly [outcome: number, words: string][] = [
  [OUTCOME.wrong, "answered wrongly"],
  [OUTCOME.refused, "answered with an error status"],
  [OUTCOME.timedOut, "not answered in time"],
  [OUTCOME.broken, "broken off"],
  [OUTCOME.dropped, "not sent because too many were in flight"],
];

/**
 * The share of requests without a right answer, whatever the cause. All requests count, those of the
 * warm-up too: being new excuses slowness, not errors.
 */
export function judgeErrors(stage: PerformanceStage): Check {
  const { run, config } = stage;
  const bad = run.recording.outcome
    .filter((outcome) => outcome !== OUTCOME.open)
    .map((outcome) => (outcome === OUTCOME.right ? 0 : 1));
  const count = sum(bad);
  const limit = config.slo.errors;
  const found = [
    `${count} of ${bad.length} requests had no right answer`,
    ...describeFaults(stage),
  ];
  const shared = { ...identify("errors"), unit: "share", n: bad.length } as const;
  if (limit === null) {
    const observed = bad.length === 0 ? null : count / bad.length;
    const message = ["no limit named", ...found].join("; ");
    return check({ ...shared, verdict: "skipped", observed, message });
  }
  const judged = judgeShare({
    count,
    n: bad.length,
    limit,
    direction: "at-most",
    what: "requests",
    effectiveSize: sizeOf(bad),
  });
  return check({
    ...shared,
    ...judged,
    limit,
    direction: "at-most",
    message: [...found, judged.message].join("; "),
    evidence: stage.evidence,
  });
}

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

function describeFaults({ run }: PerformanceStage): string[] {
  return FAULT_WORDS.flatMap(([outcome, words]) => {
    const count = run.recording.outcome.filter((each) => each === outcome).length;
    const first = run.specimens.find((specimen) => specimen.outcome === outcome);
    return count === 0 ? [] : [`${count} ${words}${first ? ` (${first.reason})` : ""}`];
  });
}

function firstReason({ run }: PerformanceStage, outcome: number): string[] {
  const first = run.specimens.find((specimen) => specimen.outcome === outcome);
  return first ? [`first: ${first.reason}`] : [];
}

function evidenceOf({ run, evidence }: PerformanceStage, outcome: number): Evidence[] {
  return evidence.filter((_, i) => run.specimens[i]?.outcome === outcome);
}

export function sizeOf(indicator: Uint8Array): number {
  return indicator.length === 0 ? 0 : effectiveSampleSize(indicator);
}

export function sum(indicator: Uint8Array): number {
  return indicator.reduce((total, value) => total + value, 0);
}
