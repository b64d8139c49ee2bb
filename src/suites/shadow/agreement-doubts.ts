import type { ShadowConfig } from "../../config/types";
import { mcnemarExact } from "../../stats/proportions/mcnemar";
import { judgeShare, percent } from "../../verdict/judge-share";
import type { Outcome } from "../../verdict/result";
import { tooFewInputs } from "../assignment/too-few-inputs";
import { alphaAtEnd } from "./decide-early";
import type { PairLog } from "./pair-log";

export interface Doubt {
  message: string;
  hint: string;
}

/** Why the share of agreeing pairs does not mean what its verdict says; null where it does. */
export function doubtOf(verdict: Outcome, log: PairLog, shadow: ShadowConfig): Doubt | null {
  if (verdict === "fail") return doubtOfFail(log, shadow);
  return verdict === "pass" ? doubtOfPass(log, shadow) : null;
}

function doubtOfPass(log: PairLog, { minAgreement, compare }: ShadowConfig): Doubt | null {
  const { observations, distinctInputs } = log;
  const n = observations.length;
  const tooFew = tooFewInputs(distinctInputs.size, observations);
  if (tooFew !== null) return tooFew;
  if (log.isConstant) {
    return {
      message: `the baseline gives the same answer to all ${distinctInputs.size} inputs, so agreeing with it says nothing of any other answer`,
      hint: `Give inputs that lead to different answers${compare.outputs === "first" ? ", or judge more of the answer: shadow.compare.outputs" : ""}.`,
    };
  }
  const empty = observations.filter(({ saysNothing }) => saysNothing).length;
  const without = judgeShare({
    count: n - log.tally.differing - empty,
    n,
    limit: minAgreement,
    direction: "at-least",
    what: "pairs",
  });
  if (without.verdict === "pass") return null;
  return {
    message: `${empty} of the ${n} pairs agree on nothing: no answer from either side, NaN on both, or all of it ignored; without them it cannot be told`,
    hint: "Give inputs that both can answer.",
  };
}

/**
 * A baseline that contradicts itself makes every candidate differ from it. Then it takes more
 * differences than its own to blame the candidate: one-sided exact test on the inputs that the
 * baseline was asked twice.
 */
function doubtOfFail({ tally, observations }: PairLog, shadow: ShadowConfig): Doubt | null {
  const { askedTwice: n, own, candidateOnly, baselineOnly } = tally;
  // What ended early had its evidence then.
  if (own === 0 || observations.length < shadow.requests) return null;
  const p = mcnemarExact(candidateOnly, baselineOnly, "greater");
  if (p <= alphaAtEnd(shadow)) return null;
  return {
    message: `but the baseline does not agree with itself either: asked again, it differs on ${own} of ${n} inputs, and the candidate not on more of them than chance would have it (p = ${p.toPrecision(2)}), so it cannot be told whether the differences are the candidate's`,
    hint: `No candidate agrees more often than the baseline does with itself, about ${percent(1 - own / n)}. Make the model answer the same each time (temperature 0, a seed), say in shadow.compare what counts as the same, or set min_agreement below that and limit the rest by shadow.noise_floor.max_excess.`,
  };
}
