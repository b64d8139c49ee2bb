import { countOutcomes } from "../report/count-outcomes";
import { visibleLine } from "../report/visible-text";
import type { GateResult } from "../verdict/result";

const LONGEST_REASON = 1000;

export interface ActionOutputs {
  verdict: string;
  reason: string;
  "report-path": string;
  passed: string;
  failed: string;
  inconclusive: string;
  errors: string;
  "comment-url": string;
}

/** A verdict, counts and a path: the outputs of a job hold 1 MB together, and are no place for a report. */
export function outputsOfResult(
  result: GateResult,
  reportPath: string,
  commentUrl: string | null,
): ActionOutputs {
  const counts = countOutcomes(result.suites.flatMap(({ checks }) => checks));
  return {
    verdict: result.verdict,
    reason: oneLine(result.reason),
    "report-path": reportPath,
    passed: String(counts.pass),
    failed: String(counts.fail),
    inconclusive: String(counts.inconclusive),
    errors: String(counts.error),
    "comment-url": commentUrl ?? "",
  };
}

/** The outputs of a shard, which judges nothing. */
export function outputsOfShard(reportPath: string, message: string): ActionOutputs {
  return { ...NO_RESULT, reason: oneLine(message), "report-path": reportPath };
}

/** The outputs of a run that came to no result. */
export function outputsOfError(message: string): ActionOutputs {
  return { ...NO_RESULT, verdict: "error", reason: oneLine(message) };
}

const NO_RESULT: ActionOutputs = {
  verdict: "",
  reason: "",
  "report-path": "",
  passed: "0",
  failed: "0",
  inconclusive: "0",
  errors: "0",
  "comment-url": "",
};

function oneLine(text: string): string {
  return visibleLine(text, LONGEST_REASON);
}
