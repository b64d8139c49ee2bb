import type { CanaryConfig } from "../../config/types";
import { clopperPearsonLower } from "../../stats/proportions/clopper-pearson";
import { type JudgedShare, judgeShare, percent } from "../../verdict/judge-share";
import { EVIDENCE_LIMIT, showEvidence } from "./error-evidence";
import type { Finding, Measured } from "./finding";
import type { SideCounts, StageObservation } from "./observation";

export interface ErrorRules extends Pick<CanaryConfig, "maxErrors" | "maxErrorRatio"> {
  /** Stages that are judged, this one among them: they share the risk of a false alarm. */
  judged: number;
}

/**
 * A false alarm by the limit on errors, in all stages together. It comes on top of the e-process's
 * own, which is at most 5 % and in practice 3 %.
 */
const OVER_LIMIT_RISK = 0.01;

/** More answers than this without a side, and the sides are not known. */
const MOST_UNKNOWN = 0.01;

/** Why the counts of both sides are nothing to judge by; null where they are. */
export function judgeSides({
  candidate,
  baseline,
  unknown,
  whyUnknown,
  tooAlike,
}: StageObservation): Finding | null {
  const all = candidate.requests + baseline.requests + unknown.requests;
  const unmarked = unknown.requests - unknown.errors;
  if (unmarked > MOST_UNKNOWN * all) {
    return {
      verdict: "error",
      message: `${unmarked} of ${all} good answers ${whyUnknown}, so that the sides are not known`,
    };
  }
  const nobody = candidate.requests === 0 ? "canary" : baseline.requests === 0 ? "baseline" : null;
  const why = nobody === null ? tooAlike : `no request reached the ${nobody}`;
  return why === null ? null : { verdict: "inconclusive", message: why };
}

/**
 * The canary's errors against the limit. Errors that nobody owns might all be the canary's: they
 * count against a pass, and not for a fail.
 */
export function judgeErrors(
  seen: StageObservation,
  rules: ErrorRules,
): Finding & { measure: Measured } {
  const { verdict, message, interval } = judgeLimit(seen, rules);
  return {
    verdict,
    message,
    measure: {
      observed: rateOf(seen.candidate),
      limit: rules.maxErrors,
      baseline: rateOf(seen.baseline),
      interval,
      unit: "share",
    },
  };
}

function rateOf({ requests, errors }: SideCounts): number | null {
  return requests === 0 ? null : errors / requests;
}

function judgeLimit(
  seen: StageObservation,
  rules: ErrorRules,
): Pick<JudgedShare, "verdict" | "message" | "interval"> {
  const { candidate, unknown } = seen;
  const question = {
    limit: rules.maxErrors,
    direction: "at-most",
    what: "requests of the canary",
  } as const;
  const own = judgeShare({ ...question, count: candidate.errors, n: candidate.requests });
  if (own.verdict === "fail") {
    const doubt = doubtOf(seen, rules);
    return doubt === null
      ? own
      : { ...own, verdict: "inconclusive", message: `${own.message}: over the limit, ${doubt}` };
  }
  if (own.verdict !== "pass" || unknown.errors === 0) return own;
  const worst = judgeShare({
    ...question,
    count: candidate.errors + unknown.errors,
    n: candidate.requests + unknown.errors,
  });
  if (worst.verdict === "pass") return worst;
  const message = `${own.message}, but not if the errors of unknown side are the canary's too`;
  return { ...own, verdict: "inconclusive", message };
}

/** Whether errors that nobody owns would put the canary over the limit for certain, were they its own. */
export function mayHideErrors(
  { candidate, unknown }: StageObservation,
  rules: ErrorRules,
): boolean {
  const { errors } = unknown;
  return (
    errors > 0 &&
    isOver({ errors: candidate.errors + errors, requests: candidate.requests + errors }, rules)
  );
}

/** Why a canary that seems to be over the limit does not fail for it; null where it does. */
function doubtOf({ candidate, baseline }: StageObservation, rules: ErrorRules): string | null {
  if (!isOver(candidate, rules)) return "but not for certain";
  return baseline.errors > rules.maxErrors * baseline.requests ? "but so is the baseline" : null;
}

/** It only ever fails a stage: evidence that is missing is no proof of the contrary. */
export function judgeRatio(
  log: number,
  { candidate, baseline }: StageObservation,
  { maxErrorRatio }: ErrorRules,
): Finding {
  const enough = log >= EVIDENCE_LIMIT;
  const what =
    maxErrorRatio === 1
      ? "more errors than the baseline"
      : `over ${maxErrorRatio} times the baseline's errors`;
  return {
    verdict: enough ? "fail" : null,
    message: `evidence of ${what}: ${showEvidence(log)}, ${enough ? "enough" : "20 would roll back"}`,
    // Of a baseline without errors there is no multiple.
    ...(baseline.errors > 0 && candidate.requests > 0
      ? {
          measure: {
            observed: candidate.errors / candidate.requests / (baseline.errors / baseline.requests),
            limit: maxErrorRatio,
            baseline: null,
            interval: null,
            unit: "ratio",
          },
        }
      : {}),
  };
}

/** A baseline over the limit itself is nothing to compare with; that is no fault of the canary. */
export function judgeBaseline(baseline: SideCounts, rules: ErrorRules): Finding | null {
  return isOver(baseline, rules)
    ? {
        verdict: "error",
        message: `the baseline itself has more than ${percent(rules.maxErrors)} of errors: nothing can be told by comparing with it`,
      }
    : null;
}

function isOver({ errors, requests }: SideCounts, { maxErrors, judged }: ErrorRules): boolean {
  if (requests === 0) return false;
  return clopperPearsonLower(errors, requests, 1 - OVER_LIMIT_RISK / judged) > maxErrors;
}
