import {
  bootstrapUniversalScalability,
  scalabilityInterval,
  scaledThroughput,
  scalingEfficiency,
  type UniversalScalability,
} from "../src/stats/fitting/universal-scalability";
import { cuped } from "../src/stats/means/cuped";
import { tInterval } from "../src/stats/means/mean-difference";
import { momentsOf } from "../src/stats/means/moments";
import { welch } from "../src/stats/means/welch";
import { percentileInterval } from "../src/stats/percentile";
import { clopperPearson } from "../src/stats/proportions/clopper-pearson";
import { miettinenNurminen } from "../src/stats/proportions/miettinen-nurminen";
import { newcombe } from "../src/stats/proportions/newcombe";
import { newcombePaired } from "../src/stats/proportions/newcombe-paired";
import { tango } from "../src/stats/proportions/paired-difference";
import { wilson } from "../src/stats/proportions/wilson";
import { signedRankInterval } from "../src/stats/ranks/hodges-lehmann";
import { rankSumInterval } from "../src/stats/ranks/hodges-lehmann-shift";
import { blockBootstrapInterval } from "../src/stats/resampling/block-bootstrap";
import { bootstrapInterval } from "../src/stats/resampling/bootstrap";
import { theilSen } from "../src/stats/trend/theil-sen";
import { autoregressive, binomial, discordant, lognormal, normal, sample } from "./draws";
import type { Claim, Scenario } from "./scenario";
import { percent } from "./wording";

const family = "Coverage of 95 % intervals";
const covers = { atLeast: 0.95 };
/** Of a method that covers at its confidence on average, and for some truths a little less. */
const onAverage: Claim = { near: 0.95, within: 0.025 };

const within = ([low, high]: readonly (number | null)[], truth: number): boolean =>
  (low ?? Number.NEGATIVE_INFINITY) <= truth && truth <= (high ?? Number.POSITIVE_INFINITY);

const shares: Scenario[] = [0.5, 0.05, 0.01, 0.005].flatMap((p) => [
  {
    family,
    name: `Clopper–Pearson, 1,000, ${percent(p)}`,
    claim: covers,
    happens: (random) => within(clopperPearson(binomial(1000, p, random), 1000), p),
  },
  {
    family,
    name: `Wilson, 1,000, ${percent(p)}`,
    claim: onAverage,
    happens: (random) => within(wilson(binomial(1000, p, random), 1000), p),
  },
]);

const differences: Scenario[] = (
  [
    [0.5, 0.45],
    [0.05, 0.03],
    [0.02, 0.005],
  ] as const
).flatMap(([p, q]) => {
  const draw = (random: () => number) =>
    [
      { successes: binomial(800, p, random), trials: 800 },
      { successes: binomial(1200, q, random), trials: 1200 },
    ] as const;
  return [
    {
      family,
      name: `Newcombe, 800 and 1,200, ${percent(p)} and ${percent(q)}`,
      claim: onAverage,
      happens: (random) => within(newcombe(...draw(random)), p - q),
    },
    {
      family,
      name: `Miettinen–Nurminen, 800 and 1,200, ${percent(p)} and ${percent(q)}`,
      claim: { near: 0.95, within: 0.01 },
      happens: (random) => within(miettinenNurminen(...draw(random)), p - q),
    },
  ] satisfies Scenario[];
});

const paired: Scenario[] = (
  [
    ["Newcombe, paired", newcombePaired],
    ["Tango", tango],
  ] as const
).map(([name, interval]) => ({
  family,
  name: `${name}, 500 pairs, 5 % and 3 % differ`,
  claim: { near: 0.95, within: 0.015 },
  happens: (random) => {
    const { first, second } = discordant(500, 0.05, 0.03, random);
    const both = Math.round(0.9 * (500 - first - second));
    const neither = 500 - first - second - both;
    return within(interval({ both, firstOnly: first, secondOnly: second, neither }), 0.02);
  },
}));

const mean = (values: Float64Array) => (indices: Uint32Array) => {
  let sum = 0;
  for (let i = 0; i < indices.length; i++) sum += values[indices[i] as number] as number;
  return sum / indices.length;
};

const values: Scenario[] = [
  {
    family,
    name: "Welch, 40 and 60, unequal variances",
    claim: covers,
    happens: (random) =>
      within(
        tInterval(
          welch(
            momentsOf(sample(40, () => 0.3 + normal(random))),
            momentsOf(sample(60, () => 2 * normal(random))),
          ),
        ),
        0.3,
      ),
  },
  {
    family,
    name: "CUPED, 100 an arm, covariate explains half",
    claim: covers,
    happens: (random) => {
      const arm = (effect: number) => {
        const covariates = sample(100, () => normal(random));
        return { covariates, outcomes: covariates.map((x) => effect + x + normal(random)) };
      };
      const [first, second] = cuped([arm(0.2), arm(0)]).adjusted.map(momentsOf);
      if (first === undefined || second === undefined) return false;
      return within(tInterval(welch(first, second)), 0.2);
    },
  },
  {
    family,
    name: "Hodges–Lehmann, 25 differences, exact",
    claim: covers,
    happens: (random) => within(signedRankInterval(sample(25, () => normal(random))), 0),
  },
  {
    family,
    name: "Hodges–Lehmann, 200 differences",
    claim: covers,
    happens: (random) => within(signedRankInterval(sample(200, () => normal(random))), 0),
  },
  {
    family,
    name: "Hodges–Lehmann shift, 40 and 60, skewed",
    claim: covers,
    happens: (random) =>
      within(
        rankSumInterval(
          sample(40, () => 5 + lognormal(random, 0.6)),
          sample(60, () => lognormal(random, 0.6)),
        ),
        5,
      ),
  },
  {
    family,
    name: "percentile p95 of 1,000 independent latencies",
    claim: covers,
    happens: (random) =>
      within(percentileInterval(sample(1000, () => lognormal(random, 0.5)).sort(), 0.95), 2.276),
  },
  {
    family,
    name: "Theil–Sen, 30 windows",
    claim: covers,
    happens: (random) => {
      const times = Array.from({ length: 30 }, (_, i) => i);
      return within(
        theilSen(
          times,
          times.map((t) => 0.02 * t + normal(random)),
        ).interval,
        0.02,
      );
    },
  },
  {
    family,
    name: "bootstrap of a mean, 200 independent values",
    claim: { near: 0.95, within: 0.015 },
    cost: "heavy",
    happens: (random) =>
      within(
        bootstrapInterval(200, mean(sample(200, () => normal(random))), {
          random,
          replicates: 500,
        }),
        0,
      ),
  },
  {
    family,
    name: "block bootstrap of a mean, 1,000 values, correlation .5, blocks of 20",
    claim: { near: 0.95, within: 0.04 },
    cost: "heavy",
    happens: (random) =>
      within(
        blockBootstrapInterval(1000, mean(autoregressive(1000, 0.5, random)), {
          random,
          replicates: 500,
          blockLength: 20,
        }),
        0,
      ),
  },
  ...(
    [
      ["past its peak", { gamma: 30, alpha: 0.05, beta: 0.002, peakUsers: 21.8 }],
      ["without coherency cost", { gamma: 30, alpha: 0.02, beta: 0, peakUsers: Infinity }],
    ] as const
  ).map(
    ([name, truth]): Scenario => ({
      family,
      name: `efficiency at 8 users, law ${name}, 18 measurements, 8 % noise`,
      claim: { near: 0.95, within: 0.015 },
      cost: "heavy",
      happens: (random) => {
        const points = [1, 2, 4, 8, 16, 32].flatMap((users) =>
          Array.from({ length: 3 }, () => ({
            users,
            throughput: scaledThroughput(truth, users) * (1 + 0.08 * normal(random)),
          })),
        );
        const bootstrap = bootstrapUniversalScalability(points, random, 200);
        const efficiency = (law: UniversalScalability) => scalingEfficiency(law, 8);
        return within(scalabilityInterval(bootstrap, efficiency), efficiency(truth));
      },
    }),
  ),
];

const controls: Scenario[] = [
  {
    family,
    name: "control: bootstrap of single rows, correlation .5: misses",
    claim: { breaks: 0.25 },
    cost: "heavy",
    happens: (random) =>
      !within(
        bootstrapInterval(1000, mean(autoregressive(1000, 0.5, random)), {
          random,
          replicates: 500,
        }),
        0,
      ),
  },
];

export const coverage: Scenario[] = [...shares, ...differences, ...paired, ...values, ...controls];
