import { kolmogorovSmirnov } from "../src/stats/distance/kolmogorov-smirnov";
import { binByQuantiles, populationStability } from "../src/stats/distance/population-stability";
import { equivalence } from "../src/stats/means/equivalence";
import { tTest } from "../src/stats/means/mean-difference";
import { momentsOf } from "../src/stats/means/moments";
import { meanOf } from "../src/stats/means/paired-t";
import { relativeWelch, welch } from "../src/stats/means/welch";
import { holm } from "../src/stats/multiplicity/holm";
import { gTest } from "../src/stats/proportions/contingency";
import { excessHarmTest, pairedExcessHarmTest } from "../src/stats/proportions/excess-harm";
import { fisherExact } from "../src/stats/proportions/fisher-exact";
import { mcnemarExact } from "../src/stats/proportions/mcnemar";
import { pairedDifference } from "../src/stats/proportions/paired-difference";
import { SAMPLE_RATIO_MISMATCH, sampleRatioTest } from "../src/stats/proportions/sample-ratio";
import { twoProportionTest } from "../src/stats/proportions/two-proportions";
import { shuffle } from "../src/stats/random";
import { signedRankLower, signedRankUpper } from "../src/stats/ranks/hodges-lehmann";
import { rankSumTest } from "../src/stats/ranks/rank-sum";
import { signedRankTest } from "../src/stats/ranks/signed-rank";
import { signFlipTest } from "../src/stats/resampling/sign-flip";
import { judgeShare } from "../src/verdict/judge-share";
import type { Verdict } from "../src/verdict/result";
import { autoregressive, binomial, discordant, lognormal, normal, sample } from "./draws";
import type { Scenario } from "./scenario";
import { percent, whole } from "./wording";

const ALPHA = 0.05;
const LN_MARGIN = Math.log(1.1);
const family = "One look, nothing there, or exactly at the margin";

const share = (successes: number, trials: number) => ({ successes, trials });

/** Two equal arms: a false difference. */
const sameShares: Scenario[] = [0.5, 0.05, 0.01, 0.005].flatMap((p) =>
  [200, 2000].map((n) => ({
    family,
    name: `two shares, z or Fisher, ${whole(n)} an arm, both ${percent(p)}`,
    claim: { atMost: ALPHA },
    happens: (random) =>
      twoProportionTest(share(binomial(n, p, random), n), share(binomial(n, p, random), n))
        .pValue <= ALPHA,
  })),
);

/** What the gate makes of a share that is exactly at its limit; the count decides, so each is asked once. */
const verdicts = new Map<string, Verdict>();
function verdictOf(count: number, n: number, limit: number): Verdict {
  const key = `${count} ${n} ${limit}`;
  const verdict =
    verdicts.get(key) ??
    judgeShare({ count, n, limit, direction: "at-most", what: "requests" }).verdict;
  verdicts.set(key, verdict);
  return verdict;
}

const shareAtLimit: Scenario[] = (
  [
    [500, 0.05],
    [500, 0.01],
    [3000, 0.005],
  ] as const
).flatMap(([n, limit]) =>
  (["pass", "fail"] as const).map((verdict) => ({
    family,
    name: `share, ${whole(n)} requests, limit ${percent(limit)}: ${verdict === "pass" ? "passes" : "fails"}`,
    claim: { atMost: ALPHA },
    happens: (random) => verdictOf(binomial(n, limit, random), n, limit) === verdict,
  })),
);

/** The candidate is worse by exactly the margin: neither verdict would be right. */
const harmAtMargin: Scenario[] = (
  [
    [500, 0.02, 0.05],
    [500, 0.02, 0.005],
    [500, 0.02, 0],
    [2000, 0.01, 0.01],
    [2000, 0.02, 0.5],
  ] as const
).flatMap(([n, margin, baseline]) =>
  (["less", "greater"] as const).map((side) => ({
    family,
    name: `excess harm, ${whole(n)} an arm, baseline ${percent(baseline)}, margin ${percent(margin)}: ${
      side === "less" ? "passes" : "fails"
    }`,
    claim: { atMost: ALPHA },
    happens: (random) =>
      excessHarmTest(
        share(binomial(n, baseline + margin, random), n),
        share(binomial(n, baseline, random), n),
        margin,
        side,
      ) <= ALPHA,
  })),
);

const unequalArms: Scenario[] = (["less", "greater"] as const).map((side) => ({
  family,
  name: `excess harm, 200 and 1,800, baseline 1 %, margin 2 %: ${side === "less" ? "passes" : "fails"}`,
  claim: { atMost: ALPHA },
  happens: (random) =>
    excessHarmTest(
      share(binomial(200, 0.03, random), 200),
      share(binomial(1800, 0.01, random), 1800),
      0.02,
      side,
    ) <= ALPHA,
}));

const pairedAtMargin: Scenario[] = (
  [
    [773, 0.02, 0.015],
    [773, 0.02, 0],
    [300, 0.01, 0.001],
    [3092, 0.01, 0.02],
  ] as const
).flatMap(([n, margin, helped]) =>
  (["less", "greater"] as const).map((side) => ({
    family,
    name: `excess harm, ${whole(n)} pairs, ${percent(helped)} helped, margin ${percent(margin)}: ${
      side === "less" ? "passes" : "fails"
    }`,
    claim: { atMost: ALPHA },
    happens: (random) => {
      const { first, second } = discordant(n, helped + margin, helped, random);
      return (
        pairedExcessHarmTest({ harmed: first, helped: second, pairs: n }, margin, side) <= ALPHA
      );
    },
  })),
);

/** A slowdown of exactly 10 % with differences of several shapes. */
const latencyAtMargin: Scenario[] = (
  [
    ["normal noise", 200, (random) => 0.3 * normal(random)],
    ["wild noise", 200, (random) => (0.3 * normal(random)) / (random() || 0.5) ** 0.5],
    ["whole milliseconds, many ties", 200, (random) => Math.round(3 * normal(random)) / 10],
    ["30 pairs, exact", 30, (random) => 0.3 * normal(random)],
  ] as [string, number, (random: () => number) => number][]
).flatMap(([name, n, noise]) => [
  {
    family,
    name: `median slowdown, ${name}: passes at the margin`,
    claim: { atMost: ALPHA },
    happens: (random) => {
      const upper = signedRankUpper(
        sample(n, () => LN_MARGIN + noise(random)),
        1 - ALPHA,
      );
      return upper !== null && upper < LN_MARGIN - 1e-12;
    },
  },
  {
    family,
    name: `median slowdown, ${name}: fails at the margin`,
    claim: { atMost: ALPHA },
    happens: (random) => {
      const lower = signedRankLower(
        sample(n, () => LN_MARGIN + noise(random)),
        1 - ALPHA,
      );
      return lower !== null && lower > LN_MARGIN + 1e-12;
    },
  },
]);

const means: Scenario[] = [
  {
    family,
    name: "Welch, 200 and 600, variances 1 and 9, equal means",
    claim: { atMost: ALPHA },
    happens: (random) =>
      tTest(
        welch(
          momentsOf(sample(200, () => normal(random))),
          momentsOf(sample(600, () => 3 * normal(random))),
        ),
      ).pValue <= ALPHA,
  },
  {
    family,
    name: "Welch relative, skewed, 500 an arm, 10 % worse at a margin of 10 %: passes",
    claim: { atMost: ALPHA },
    happens: (random) =>
      tTest(
        relativeWelch(
          momentsOf(sample(500, () => 1.1 * lognormal(random, 0.5))),
          momentsOf(sample(500, () => lognormal(random, 0.5))),
        ),
        "less",
        0.1,
      ).pValue <= ALPHA,
  },
  {
    family,
    name: "TOST, paired, 50 pairs, at the upper margin",
    claim: { atMost: ALPHA },
    happens: (random) =>
      equivalence(meanOf(sample(50, () => 0.5 + normal(random))), -0.5, 0.5).pValue <= ALPHA,
  },
  {
    family,
    name: "TOST, Welch, 80 and 50, at the lower margin",
    claim: { atMost: ALPHA },
    happens: (random) =>
      equivalence(
        welch(
          momentsOf(sample(80, () => normal(random) - 0.5)),
          momentsOf(sample(50, () => 2 * normal(random))),
        ),
        -0.5,
        0.5,
      ).pValue <= ALPHA,
  },
];

const others: Scenario[] = [
  {
    family,
    name: "McNemar, exact, 500 pairs, 3 % differ each way",
    claim: { atMost: ALPHA },
    happens: (random) => {
      const { first, second } = discordant(500, 0.03, 0.03, random);
      return mcnemarExact(first, second) <= ALPHA;
    },
  },
  {
    family,
    name: "noise floor, 30 paths, 2 % noise, 500 pairs, Holm: any path",
    claim: { atMost: ALPHA },
    happens: (random) => {
      const pValues = Array.from({ length: 30 }, () => {
        const { first, second } = discordant(500, 0.0196, 0.0196, random);
        return mcnemarExact(first, second, "greater");
      });
      return Math.min(...holm(pValues)) <= ALPHA;
    },
  },
  {
    family,
    name: "Fisher, 40 and 25, one event in 20",
    claim: { atMost: ALPHA },
    happens: (random) =>
      fisherExact(share(binomial(40, 0.05, random), 40), share(binomial(25, 0.05, random), 25)) <=
      ALPHA,
  },
  {
    family,
    name: "G-test, 2 × 3 table, 900 answers",
    claim: { atMost: ALPHA },
    happens: (random) => {
      const row = () => {
        const counts = [0, 0, 0];
        for (let i = 0; i < 450; i++) {
          const u = random();
          const column = u < 0.2 ? 0 : u < 0.5 ? 1 : 2;
          counts[column] = (counts[column] as number) + 1;
        }
        return counts;
      };
      return gTest([row(), row()]).pValue <= ALPHA;
    },
  },
  {
    family,
    name: "sample-ratio mismatch at 0.001, 5 % of 20,000",
    claim: { atMost: SAMPLE_RATIO_MISMATCH },
    happens: (random) => {
      const canary = binomial(20_000, 0.05, random);
      return sampleRatioTest([canary, 20_000 - canary], [5, 95]).pValue < SAMPLE_RATIO_MISMATCH;
    },
  },
  {
    family,
    name: "signed ranks, 40 differences with ties and zeros",
    claim: { atMost: ALPHA },
    happens: (random) =>
      signedRankTest(sample(40, () => Math.round(2 * normal(random)))).pValue <= ALPHA,
  },
  {
    family,
    name: "rank sums, 60 and 90, skewed, with ties",
    claim: { atMost: ALPHA },
    happens: (random) =>
      rankSumTest(
        sample(60, () => Math.round(10 * lognormal(random, 0.5))),
        sample(90, () => Math.round(10 * lognormal(random, 0.5))),
      ).pValue <= ALPHA,
  },
  {
    family,
    name: "sign flips, 30 differences, 199 signings",
    claim: { atMost: ALPHA },
    happens: (random) =>
      signFlipTest(
        sample(30, () => normal(random) ** 3),
        random,
        "two-sided",
        199,
      ) <= ALPHA,
  },
  {
    family,
    name: "Kolmogorov–Smirnov, 80 and 120",
    claim: { atMost: ALPHA },
    happens: (random) => kolmogorovSmirnov(sample(80, random), sample(120, random)).pValue <= ALPHA,
  },
  {
    family,
    name: "population stability, 1,000 and 500, ten bins",
    claim: { atMost: ALPHA },
    happens: (random) => {
      const { reference, observed } = binByQuantiles(sample(1000, random), sample(500, random));
      return populationStability(reference, observed).pValue <= ALPHA;
    },
  },
];

/** Latency of two equal servers under a load that drifts. */
function driftedSlowdown(random: () => number, order: "blocks" | "random"): boolean {
  const n = 100;
  const load = autoregressive(2 * n, 0.95, random);
  const places = Array.from({ length: n }, (_, pair) =>
    order === "blocks" ? [pair, n + pair] : shuffle([2 * pair, 2 * pair + 1], random),
  );
  const differences = places.map(([a, b]) => {
    const at = (place: number | undefined): number =>
      (load[place as number] as number) + 0.3 * normal(random);
    return at(b) - at(a);
  });
  return signedRankTest(differences).pValue <= ALPHA;
}

const controls: Scenario[] = [
  {
    family,
    name: "drifting load, each pair in random order",
    claim: { atMost: ALPHA },
    happens: (random) => driftedSlowdown(random, "random"),
  },
  {
    family,
    name: "control: drifting load, all of one and then all of the other",
    claim: { breaks: 0.7 },
    happens: (random) => driftedSlowdown(random, "blocks"),
  },
  {
    family,
    name: "control: paired harm by its plain standard error, 300 pairs, margin 1 %: passes",
    claim: { breaks: 0.18 },
    happens: (random) => {
      const harmed = binomial(300, 0.01, random);
      const { difference, standardError } = pairedDifference({
        both: 0,
        firstOnly: harmed,
        secondOnly: 0,
        neither: 300 - harmed,
      });
      return difference + 1.645 * standardError < 0.01;
    },
  },
  {
    family,
    name: "control: 30 paths without Holm: any path",
    claim: { breaks: 0.6 },
    happens: (random) =>
      Array.from({ length: 30 }, () => {
        const { first, second } = discordant(500, 0.0196, 0.0196, random);
        return mcnemarExact(first, second, "greater");
      }).some((p) => p <= ALPHA),
  },
];

export const fixedSize: Scenario[] = [
  ...sameShares,
  ...shareAtLimit,
  ...harmAtMargin,
  ...unequalArms,
  ...pairedAtMargin,
  ...latencyAtMargin,
  ...means,
  ...others,
  ...controls,
];
