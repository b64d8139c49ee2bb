import type { ShadowConfig } from "../../config/types";
import { pairedEvidence } from "../../stats/sequential/paired-e-process";
import { type CertainFail, judgeCertainFail } from "../../verdict/judge-certain-fail";
import type { JudgedShare, ShareQuestion } from "../../verdict/judge-share";
import type { PairLog } from "./pair-log";

/** Level of each gate of the suite. */
const ALPHA = 0.05;
/** With `sequential` it is shared: so much for all looks together, the rest for the end. */
const ALPHA_OF_LOOKS = 0.01;

/** Why a check that has not failed for certain is not judged then. */
export const ENDED_EARLY =
  "not judged: the suite ended early, because another of its checks has failed";

/** All shares over ½ alike: most baselines never contradict themselves, and then all differences are the candidate's. */
const UNIFORM = 1;

/** Level at which what is left at the end of the run is judged. */
export function alphaAtEnd({ sequential }: ShadowConfig): number {
  return sequential ? ALPHA - ALPHA_OF_LOOKS : ALPHA;
}

/** A share as it is at the end of the run, or, where the suite ended early, as far as it is certain. */
export function judgeSoFar(
  question: ShareQuestion,
  judge: (question: ShareQuestion) => JudgedShare,
  { requests: planned }: ShadowConfig,
): JudgedShare | CertainFail | null {
  return question.n < planned ? judgeCertainFail(question, planned) : judge(question);
}

/**
 * Whether the suite has failed for certain, after any pair. Errors: as soon as so many requests have
 * failed that the fixed number of pairs would end in a fail, whatever the rest says. Agreement: the
 * same, and, because a baseline that contradicts itself makes any candidate differ, an e-value of
 * 1/α of the exact paired beta-binomial e-process on the inputs that the baseline was asked twice,
 * which may be looked at after each. Nothing ever passes early.
 */
export function hasFailed({ tally, observations }: PairLog, shadow: ShadowConfig): boolean {
  const { requests, minAgreement, maxErrors, noiseFloor } = shadow;
  const n = observations.length;
  const isCertain = (question: Omit<ShareQuestion, "n" | "what">) =>
    judgeCertainFail({ ...question, n, what: "pairs" }, requests) !== null;
  if (isCertain({ count: tally.failed, limit: maxErrors, direction: "at-most" })) return true;
  const count = n - tally.differing;
  if (!isCertain({ count, limit: minAgreement, direction: "at-least" })) return false;
  if (noiseFloor === null) return true;
  const { candidateOnly, baselineOnly } = tally;
  const evidence = pairedEvidence(candidateOnly, baselineOnly, { sides: 1, shape: UNIFORM });
  return evidence >= -Math.log(ALPHA_OF_LOOKS);
}
