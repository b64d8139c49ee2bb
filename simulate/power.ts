import { tTest } from "../src/stats/means/mean-difference";
import { momentsOf } from "../src/stats/means/moments";
import { welch } from "../src/stats/means/welch";
import { meansPower } from "../src/stats/power/means-power";
import { pairedPower } from "../src/stats/power/paired-power";
import { nonInferioritySampleSize, proportionsPower } from "../src/stats/power/proportions-power";
import { excessHarmTest, pairedExcessHarmTest } from "../src/stats/proportions/excess-harm";
import { sampleRatioTest } from "../src/stats/proportions/sample-ratio";
import { twoProportionTest } from "../src/stats/proportions/two-proportions";
import { canaryEvidence, ROLL_BACK_EVIDENCE } from "../src/stats/sequential/canary-e-process";
import { exceedanceSprt, exceedsSprt } from "../src/stats/sequential/exceedance-sprt";
import { pairedEvidence } from "../src/stats/sequential/paired-e-process";
import { binomial, discordant, normal, sample } from "./draws";
import type { Scenario } from "./scenario";
import { percent, whole } from "./wording";

const ALPHA = 0.05;
const family = "Power";

const planned: Scenario[] = [
  ...(
    [
      [2319, 0.01, 0.02],
      [769, 0.01, 0.03],
      [400, 0.5, 0.6],
    ] as const
  ).map(
    ([n, p, q]): Scenario => ({
      family,
      name: `two shares, ${whole(n)} an arm, ${percent(p)} against ${percent(q)}, as planned`,
      claim: { near: proportionsPower(n, p, q), within: 0.02 },
      happens: (random) =>
        twoProportionTest(
          { successes: binomial(n, p, random), trials: n },
          { successes: binomial(n, q, random), trials: n },
        ).pValue <= ALPHA,
    }),
  ),
  ...(
    [
      [0.05, 0.02],
      [0.3, 0.05],
    ] as const
  ).map(([p, margin]): Scenario => {
    const n = Math.ceil(nonInferioritySampleSize(p, margin));
    return {
      family,
      name: `no more harm than ${percent(margin)}, ${whole(n)} an arm, both ${percent(p)}, as planned`,
      claim: { near: 0.8, within: 0.02 },
      happens: (random) =>
        excessHarmTest(
          { successes: binomial(n, p, random), trials: n },
          { successes: binomial(n, p, random), trials: n },
          margin,
          "less",
        ) <= ALPHA,
    };
  }),
  ...(
    [
      [773, 0.05, 0.02],
      [3092, 0.05, 0.01],
      [1200, 0.1, 0.02],
    ] as const
  ).map(
    ([n, discordance, margin]): Scenario => ({
      family,
      name: `no more harm than ${percent(margin)}, ${whole(n)} pairs, ${percent(discordance)} differ, as planned`,
      claim: { near: pairedPower(n, discordance, margin), within: 0.03 },
      happens: (random) => {
        const { first, second } = discordant(n, discordance / 2, discordance / 2, random);
        return (
          pairedExcessHarmTest({ harmed: first, helped: second, pairs: n }, margin, "less") <= ALPHA
        );
      },
    }),
  ),
  {
    family,
    name: "Welch, 100 an arm, .4 standard deviations, as planned",
    claim: { near: meansPower(100, 0.4, 1), within: 0.015 },
    happens: (random) =>
      tTest(
        welch(
          momentsOf(sample(100, () => 0.4 + normal(random))),
          momentsOf(sample(100, () => normal(random))),
        ),
      ).pValue <= ALPHA,
  },
];

/** What the sequential tests are chosen for: they find what is there, and soon. */
const sequential: Scenario[] = [
  {
    family,
    name: "canary e-process, weight 50 %, 3 % errors against 1 %, within 6,000 requests",
    claim: { atLeast: 0.95 },
    happens: (random) => {
      let [canary, baseline] = [0, 0];
      for (let request = 0; request < 6000; request++) {
        const toCanary = random() < 0.5;
        if (random() >= (toCanary ? 0.03 : 0.01)) continue;
        if (toCanary) canary++;
        else baseline++;
        const evidence = canaryEvidence({ canary, baseline }, { weight: 0.5 });
        if (evidence >= Math.log(ROLL_BACK_EVIDENCE)) return true;
      }
      return false;
    },
  },
  {
    family,
    name: "paired e-process, 5 % against 1.5 % differ, within 1,000 pairs",
    claim: { atLeast: 0.94 },
    happens: (random) => {
      let [first, second] = [0, 0];
      for (let pair = 0; pair < 1000; pair++) {
        const u = random();
        if (u < 0.05) first++;
        else if (u < 0.065) second++;
        else continue;
        if (pairedEvidence(first, second) >= Math.log(20)) return true;
      }
      return false;
    },
  },
  {
    family,
    name: "exceedances, Wald's line, 3 % against the allowed 1 %, within 2,000 requests",
    claim: { atLeast: 0.95 },
    happens: (random) => {
      const line = exceedanceSprt(0.01, 0.03);
      let count = 0;
      for (let n = 1; n <= 2000; n++) {
        if (random() < 0.03 && exceedsSprt(line, ++count, n)) return true;
      }
      return false;
    },
  },
  {
    family,
    name: "sample ratio, 0.5 % instead of 5 %, 2,000 requests",
    claim: { atLeast: 0.999 },
    happens: (random) => {
      const canary = binomial(2000, 0.005, random);
      return sampleRatioTest([canary, 2000 - canary], [5, 95]).pValue < 0.001;
    },
  },
];

export const power: Scenario[] = [...planned, ...sequential];
