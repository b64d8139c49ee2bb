import type { ShadowConfig } from "../../config/types";
import { check, skipped } from "../../verdict/check";
import { judgeShare } from "../../verdict/judge-share";
import type { Check } from "../../verdict/result";
import { ENDED_EARLY, judgeSoFar } from "./decide-early";
import type { ShowPair } from "./evidence";
import type { Observation, PairLog } from "./pair-log";

export const ERRORS = {
  id: "shadow/errors",
  title: "The candidate answers the same inputs without errors",
} as const;

/** The candidate's errors, time-outs among them. */
export function judgeErrors(log: PairLog, shadow: ShadowConfig, show: ShowPair): Check {
  const { observations, problems, firstFailed } = log;
  const n = observations.length;
  const question = {
    count: log.tally.failed,
    n,
    limit: shadow.maxErrors,
    direction: "at-most",
    what: "pairs",
  } as const;
  const judged = judgeSoFar(question, judgeShare, shadow);
  if (judged === null) return skipped(ERRORS.id, ERRORS.title, ENDED_EARLY);
  const [ours, theirs] = [
    countFailed(observations, "candidate"),
    countFailed(observations, "baseline"),
  ];
  return check({
    ...ERRORS,
    ...judged,
    limit: shadow.maxErrors,
    direction: "at-most",
    baseline: n === 0 ? null : theirs.failed / n,
    unit: "share",
    n,
    message: [
      `${ours.failed} of ${n} got no good answer from the candidate${timeOuts(ours)}, ${theirs.failed} from the baseline${timeOuts(theirs)}`,
      ...(problems.candidate === null ? [] : [`first: ${problems.candidate}`]),
      judged.message,
    ].join("; "),
    evidence: firstFailed ? show(firstFailed) : [],
  });
}

function countFailed(observations: readonly Observation[], side: "candidate" | "baseline") {
  const failed = observations.filter((one) => !one[side].answered);
  return { failed: failed.length, timedOut: failed.filter((one) => one[side].timedOut).length };
}

function timeOuts({ timedOut }: { timedOut: number }): string {
  return timedOut === 0 ? "" : ` (${timedOut} timed out)`;
}
