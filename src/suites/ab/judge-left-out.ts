import { twoProportionTest } from "../../stats/proportions/two-proportions";
import type { Check } from "../../verdict/result";
import { ARMS, type ArmRequest } from "../assignment/arms";
import { ALPHA } from "./arm-values";
import type { Decision } from "./experiment";
import { isTimeOut } from "./measures";

/** With more than this left out of either side, what is left is not the traffic. */
const MOST_LEFT_OUT = 0.5;

/**
 * A measure that not every request has compares what is left of both sides. Where more of the
 * candidate's are left out than chance would explain, or the most of either side's, what is left is not
 * the same kind of requests, and no pass: a candidate that refuses what it finds hard would look fast.
 * Says how many time-outs are in it, too.
 */
export function withLeftOut(
  judged: Check,
  { question, values }: Decision,
  requests: readonly ArmRequest[],
): Check {
  if (!question.measure.mayBeMissing) return judged;
  const timeOuts = requests.filter(({ asked }) => isTimeOut(asked.exchange)).length;
  const [ours, theirs] = ARMS.map((arm) => {
    const trials = requests.filter((request) => request.arm === arm).length;
    return { successes: trials - values[arm].length, trials };
  }) as [Left, Left];
  const message = [
    judged.message,
    ...(timeOuts > 0 ? [`${timeOuts} time-outs count as the time that was waited`] : []),
    ...(ours.successes + theirs.successes > 0
      ? [`left out: ${describe(ours, "candidate")}, ${describe(theirs, "baseline")}`]
      : []),
  ].join("; ");
  return judged.verdict === "pass" && (isMore(ours, theirs) || [ours, theirs].some(isMost))
    ? {
        ...judged,
        verdict: "inconclusive",
        message: `${message}, so that what is left cannot be compared`,
        hint: "Mend the errors first, and gate them: ab: { guardrails: { errors: 1% } }.",
      }
    : { ...judged, message };
}

interface Left {
  successes: number;
  trials: number;
}

function isMore(ours: Left, theirs: Left): boolean {
  if (ours.trials === 0 || theirs.trials === 0) return false;
  return twoProportionTest(ours, theirs, "greater").pValue <= ALPHA;
}

function isMost({ successes, trials }: Left): boolean {
  return successes > MOST_LEFT_OUT * trials;
}

function describe({ successes, trials }: Left, side: string): string {
  return `${successes} of ${trials} requests of the ${side} had no good answer`;
}
