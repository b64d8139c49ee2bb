import type { Random } from "../src/stats/random";
import { ErrorEvidence } from "../src/suites/canary/error-evidence";
import { type Decision, judgeStage, type StageRules } from "../src/suites/canary/judge-stage";
import { NOTHING_SEEN, type SideCounts } from "../src/suites/canary/observation";

export interface Setting {
  weights: readonly number[];
  /** Requests of each stage, both sides together. */
  each: number;
  maxErrors: number;
  maxErrorRatio: number;
  /** Shares of errors. */
  candidate: number;
  baseline: number;
}

/** How a canary ends whose requests err by chance, by the code that decides: what its last stage decided. */
export function rollOut(setting: Setting, random: Random): { decision: Decision; sent: number } {
  const { weights, each, maxErrors, maxErrorRatio } = setting;
  const evidence = new ErrorEvidence(maxErrorRatio);
  const guards = { maxSlowdown: null, maxAccuracyDrop: null };
  const rules: StageRules = { maxErrors, maxErrorRatio, judged: weights.length, ...guards };
  let decision: Decision = "hold";
  let sent = 0;
  for (const [i, weight] of weights.entries()) {
    evidence.beginStage(weight);
    const sides = { candidate: nobody(), baseline: nobody() };
    for (let ofStage = 0; ofStage < each && !evidence.isEnough; ofStage++) {
      const arm = random() < weight ? "candidate" : "baseline";
      sides[arm].requests++;
      sent++;
      if (random() >= setting[arm]) continue;
      sides[arm].errors++;
      evidence.note(arm, null);
    }
    const stage = { number: i + 1, weight, requests: each, unfilled: null, isBegun: true };
    decision = judgeStage(stage, { ...NOTHING_SEEN, ...sides }, evidence.log, rules).decision;
    if (decision !== "advance") break;
  }
  return { decision, sent };
}

const nobody = (): SideCounts => ({ requests: 0, errors: 0 });
