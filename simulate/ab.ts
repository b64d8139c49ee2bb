import type { Decision } from "../src/suites/ab/experiment";
import { type AbSetting, runAb } from "./run-ab";
import type { Scenario } from "./scenario";
import { percent, whole } from "./wording";

const family = "A/B, by the code that decides";

const cases: [Omit<AbSetting, "sequential">, Decision["verdict"], Scenario["claim"]][] = [
  ...[0.5, 0.1].flatMap((split) =>
    (
      [
        { metric: "errors", candidate: 0.02, baseline: 0.01, margin: 0.01, requests: 4000 },
        { metric: "errors", candidate: 0.06, baseline: 0.01, margin: 0.05, requests: 2000 },
        { metric: "latency", candidate: 1.1, baseline: 1, margin: 0.1, requests: 1000 },
      ] as const
    ).flatMap((setting): typeof cases => [
      [{ ...setting, split }, "pass", { atMost: 0.05 }],
      [{ ...setting, split }, "fail", { atMost: 0.05 }],
    ]),
  ),
];

export const ab: Scenario[] = [false, true].flatMap((sequential) =>
  cases.map(
    ([setting, verdict, claim]): Scenario => ({
      family,
      name: nameOf({ ...setting, sequential }, verdict),
      claim,
      cost: "heavy",
      happens: (random) => runAb({ ...setting, sequential }, random).verdict === verdict,
    }),
  ),
);

function nameOf(setting: AbSetting, verdict: Decision["verdict"]): string {
  const { metric, candidate, baseline, margin, requests, split, sequential } = setting;
  const truth =
    metric === "errors"
      ? `${percent(candidate)} of errors against ${percent(baseline)}`
      : `times ${percent(candidate / baseline - 1)} longer`;
  const looks = sequential ? "40 looks" : "one look";
  return `${truth}, at the margin of ${percent(margin)}, ${percent(split)} of ${whole(requests)}, ${looks}: ${verdict === "pass" ? "passes" : "fails"}`;
}
