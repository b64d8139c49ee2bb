import type { Random } from "../src/stats/random";
import { ErrorEvidence } from "../src/suites/canary/error-evidence";
import { type Decision, judgeStage, type StageRules } from "../src/suites/canary/judge-stage";
import { NOTHING_SEEN, type SideCounts } from "../src/suites/canary/observation";
import type { Scenario } from "./scenario";
import { percent, whole } from "./wording";

const family = "Canary, stage by stage, by the code that decides";

interface Setting {
  weights: readonly number[];
  each: number;
  maxErrors: number;
  maxErrorRatio: number;
  candidate: number;
  baseline: number;
}

/** How a canary ends whose requests err by chance: what the last of its stages decided. */
function rollOut(setting: Setting, random: Random): Decision {
  const { weights, each, maxErrors, maxErrorRatio } = setting;
  const evidence = new ErrorEvidence(maxErrorRatio);
  const guards = { maxSlowdown: null, maxAccuracyDrop: null };
  const rules: StageRules = { maxErrors, maxErrorRatio, judged: weights.length, ...guards };
  let decision: Decision = "hold";
  for (const [i, weight] of weights.entries()) {
    evidence.beginStage(weight);
    const sides = { candidate: nobody(), baseline: nobody() };
    for (let sent = 0; sent < each && !evidence.isEnough; sent++) {
      const arm = random() < weight ? "candidate" : "baseline";
      sides[arm].requests++;
      if (random() >= setting[arm]) continue;
      sides[arm].errors++;
      evidence.note(arm, null);
    }
    const stage = { number: i + 1, weight, requests: each, unfilled: null, isBegun: true };
    decision = judgeStage(stage, { ...NOTHING_SEEN, ...sides }, evidence.log, rules).decision;
    if (decision !== "advance") break;
  }
  return decision;
}

const nobody = (): SideCounts => ({ requests: 0, errors: 0 });

const ONE_STAGE = { weights: [0.5], each: 6000, maxErrors: 0.01, maxErrorRatio: 1 };
const TWO_STAGES = { weights: [0.1, 0.5], each: 4000, maxErrors: 0.01, maxErrorRatio: 1.5 };

const cases: [Setting, Decision, Scenario["claim"]][] = [
  [{ ...ONE_STAGE, candidate: 0.01, baseline: 0.01 }, "roll back", { atMost: 0.05 }],
  [{ ...ONE_STAGE, candidate: 0.02, baseline: 0.02 }, "roll back", { atMost: 0.05 }],
  [{ ...TWO_STAGES, candidate: 0.01, baseline: 0.01 }, "roll back", { atMost: 0.05 }],
  [{ ...TWO_STAGES, candidate: 0.002, baseline: 0.002 }, "roll back", { atMost: 0.05 }],
  [{ ...ONE_STAGE, candidate: 0.01, baseline: 0.01 }, "advance", { atMost: 0.05 }],
  [{ ...TWO_STAGES, candidate: 0.01, baseline: 0.002 }, "advance", { atMost: 0.05 }],
  [{ ...ONE_STAGE, candidate: 0.03, baseline: 0.01 }, "roll back", { atLeast: 0.95 }],
  [
    { ...TWO_STAGES, maxErrors: 0.2, candidate: 0.03, baseline: 0.01 },
    "roll back",
    { near: 0.71, within: 0.02 },
  ],
];

const ENDS: Readonly<Record<Decision, string>> = {
  advance: "passes",
  hold: "cannot be told",
  "roll back": "is rolled back",
};

export const canary: Scenario[] = cases.map(([setting, decision, claim]) => ({
  family,
  name: nameOf(setting, decision),
  claim,
  cost: "heavy",
  happens: (random) => rollOut(setting, random) === decision,
}));

function nameOf(setting: Setting, decision: Decision): string {
  const { weights, each, maxErrors, maxErrorRatio, candidate, baseline } = setting;
  return `${percent(candidate)} of errors against ${percent(baseline)}, limit ${percent(maxErrors)}, ratio ${maxErrorRatio}, ${weights.map(percent).join(" and ")} of ${whole(each)}: ${ENDS[decision]}`;
}
