import { isAnswer, OUTCOME } from "../../load/outcomes";
import { check } from "../../verdict/check";
import { judgeShare } from "../../verdict/judge-share";
import type { Check, Evidence } from "../../verdict/result";
import type { CheckName } from "./check-name";
import { sizeOf, sum } from "./indicator";
import type { SeenRun } from "./traffic/traffic-record";

/** How the requests of a stage ended, whatever they were sent for. */
export interface SeenAnswers {
  /** In order of arrival. */
  outcomes: Uint8Array;
  /** The first few that went wrong, and for each of them the proof. */
  specimens: SeenRun["specimens"];
  evidence: Evidence[];
  /** How the endpoint contradicted itself unloaded; null where its answers can be compared. */
  contradiction: string | null;
  /** Distinct inputs that were sent. */
  inputs: number;
}

export interface CorrectnessQuestion {
  name: CheckName;
  /** Null where it is only told. */
  limit: number | null;
  seen: SeenAnswers;
}

/** The share of right ones among the answers: what load does to correctness, errors and speed apart. */
export function judgeCorrectness({ name, limit, seen }: CorrectnessQuestion): Check {
  const { outcomes, contradiction, inputs } = seen;
  const right = outcomes.filter(isAnswer).map((outcome) => (outcome === OUTCOME.right ? 1 : 0));
  const wrong = right.length - sum(right);
  const shared = {
    ...name,
    unit: "share",
    n: right.length,
    evidence: seen.evidence.filter((_, i) => seen.specimens[i]?.outcome === OUTCOME.wrong),
  } as const;
  const found = [
    `${wrong} of ${right.length} answers differ from those to the same ${inputs} inputs alone`,
    ...firstReason(seen),
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
      hint: "Make the model deterministic, or widen load.tolerance if the difference does not matter.",
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

function firstReason({ specimens }: SeenAnswers): string[] {
  const first = specimens.find(({ outcome }) => outcome === OUTCOME.wrong);
  return first ? [`first: ${first.reason}`] : [];
}
