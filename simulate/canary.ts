import type { Decision } from "../src/suites/canary/judge-stage";
import { rollOut, type Setting } from "./roll-out";
import type { Scenario } from "./scenario";
import { percent, whole } from "./wording";

const family = "Canary, stage by stage, by the code that decides";

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
  happens: (random) => rollOut(setting, random).decision === decision,
}));

function nameOf(setting: Setting, decision: Decision): string {
  const { weights, each, maxErrors, maxErrorRatio, candidate, baseline } = setting;
  return `${percent(candidate)} of errors against ${percent(baseline)}, limit ${percent(maxErrors)}, ratio ${maxErrorRatio}, ${weights.map(percent).join(" and ")} of ${whole(each)}: ${ENDS[decision]}`;
}
