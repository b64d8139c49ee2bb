import type { ShadowConfig } from "../../config/types";
import { check, skipped } from "../../verdict/check";
import { judgeShare } from "../../verdict/judge-share";
import type { Check, Verdict } from "../../verdict/result";
import { repeatHint } from "../assignment/repeat-hint";
import { doubtOf } from "./agreement-doubts";
import { ENDED_EARLY, judgeSoFar } from "./decide-early";
import type { ShowPair } from "./evidence";
import type { PairLog } from "./pair-log";

export const AGREEMENT = {
  id: "shadow/agreement",
  title: "Candidate and baseline agree on the same inputs",
} as const;

/** The share of pairs with the same prediction, by its exact (Clopper–Pearson) interval. */
export function judgeAgreement(log: PairLog, shadow: ShadowConfig, show: ShowPair): Check {
  const { observations, distinctInputs, worst, tally } = log;
  const n = observations.length;
  const different = tally.differing;
  const unusable = baselineProblem(log, shadow);
  if (unusable) return check({ ...AGREEMENT, n, ...unusable });
  const limit = shadow.minAgreement;
  const question = {
    count: n - different,
    n,
    limit,
    direction: "at-least",
    what: "pairs",
  } as const;
  const raw = judgeSoFar(question, judgeShare, shadow);
  if (raw === null) return skipped(AGREEMENT.id, AGREEMENT.title, ENDED_EARLY);
  const doubt = doubtOf(raw.verdict, log, shadow);
  const [first] = worst.all();
  return check({
    ...AGREEMENT,
    ...raw,
    verdict: doubt === null ? raw.verdict : "inconclusive",
    limit,
    direction: "at-least",
    unit: "share",
    n,
    message: [
      `${different} of ${n} pairs differ${comparedAs(log)}, from ${distinctInputs.size} distinct inputs`,
      ...(first ? [`the worst first: ${first.difference.text}`] : []),
      ...(doubt === null ? [raw.message] : [doubt.message]),
    ].join("; "),
    hint: doubt?.hint ?? repeatHint(observations),
    evidence: worst.all().flatMap(({ pair }) => show(pair)),
  });
}

/** A baseline that does not answer is nothing to agree with; that is no fault of the candidate. */
function baselineProblem(
  { observations, problems }: PairLog,
  { maxErrors }: ShadowConfig,
): { verdict: Verdict; message: string } | null {
  const missing = observations.filter(({ baseline }) => !baseline.answered);
  if (
    missing.length === observations.length &&
    observations.every(({ candidate }) => !candidate.answered)
  ) {
    const why = problems.candidate === null ? "" : ` (first: ${problems.candidate})`;
    const message = `neither side gave a good answer to any input${why}: it would take inputs that they answer`;
    return { verdict: "inconclusive", message };
  }
  if (missing.length <= maxErrors * observations.length) return null;
  return {
    verdict: "error",
    message: `the baseline gave no good answer to ${missing.length} of ${observations.length} inputs (first: ${problems.baseline})`,
  };
}

function comparedAs({ comparisons }: PairLog): string {
  return comparisons.size === 0 ? "" : ` (${[...comparisons].join(", ")})`;
}
