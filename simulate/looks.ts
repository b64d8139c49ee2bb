import { clopperPearsonLower } from "../src/stats/proportions/clopper-pearson";
import type { Random } from "../src/stats/random";
import {
  mixtureScale,
  SEQUENTIAL_BURN_IN,
  sequentialHalfWidth,
  sequentialPValue,
} from "../src/stats/sequential/asymptotic-confidence-sequence";
import {
  createBettingProof,
  createBettingSequence,
} from "../src/stats/sequential/betting-confidence-sequence";
import { canaryEvidence, ROLL_BACK_EVIDENCE } from "../src/stats/sequential/canary-e-process";
import { exceedanceSprt, exceedsSprt } from "../src/stats/sequential/exceedance-sprt";
import { pairedEvidence } from "../src/stats/sequential/paired-e-process";
import { binomial, normal } from "./draws";
import type { Scenario } from "./scenario";
import { percent } from "./wording";

const ALPHA = 0.05;
const LOOKS = 40;
const family = "40 looks, nothing there, or exactly at the margin";

interface Look {
  difference: number;
  standardError: number;
  n: number;
  burnedIn: boolean;
}

/** Two arms that grow from look to look. */
function* arms(candidate: number, baseline: number, each: number, random: Random): Generator<Look> {
  let [first, second] = [0, 0];
  for (let look = 1; look <= LOOKS; look++) {
    first += binomial(each, candidate, random);
    second += binomial(each, baseline, random);
    const arm = look * each;
    const [p, q] = [first / arm, second / arm];
    const events = Math.min(first + second, 2 * arm - first - second);
    yield {
      difference: p - q,
      standardError: Math.sqrt((p * (1 - p) + q * (1 - q)) / arm),
      n: 2 * arm,
      burnedIn: arm >= SEQUENTIAL_BURN_IN.perArm && events >= SEQUENTIAL_BURN_IN.events,
    };
  }
}

function some(looks: Iterable<Look>, decides: (look: Look) => boolean): boolean {
  for (const look of looks) {
    if (look.burnedIn && look.standardError > 0 && decides(look)) return true;
  }
  return false;
}

const EACH = 100;
const PLANNED = 2 * EACH * LOOKS;
const twoSided = mixtureScale(PLANNED, ALPHA);
const oneSided = mixtureScale(PLANNED, ALPHA, 1);

const sequences: Scenario[] = [0.5, 0.05, 0.01, 0.005].flatMap((p) => [
  {
    family,
    name: `confidence sequence, both arms ${percent(p)}: any difference`,
    claim: { atMost: ALPHA },
    happens: (random) =>
      some(
        arms(p, p, EACH, random),
        ({ difference, standardError, n }) =>
          sequentialPValue(difference / standardError, n, twoSided) <= ALPHA,
      ),
  },
  {
    family,
    name: `confidence sequence, baseline ${percent(p)}, harm at a margin of 2 %: passes`,
    claim: { atMost: ALPHA },
    happens: (random) =>
      some(arms(p + 0.02, p, EACH, random), ({ difference, standardError, n }) => {
        return difference + sequentialHalfWidth(standardError, n, ALPHA, oneSided) < 0.02;
      }),
  },
  {
    family,
    name: `confidence sequence, baseline ${percent(p)}, harm at a margin of 2 %: fails`,
    claim: { atMost: ALPHA },
    happens: (random) =>
      some(arms(p + 0.02, p, EACH, random), ({ difference, standardError, n }) => {
        return difference - sequentialHalfWidth(standardError, n, ALPHA, oneSided) > 0.02;
      }),
  },
]);

/** −1, 0 or 1 for each pair, exactly at a margin: the mean is −δ. */
function pairAtMargin(margin: number, helped: number, random: Random): number {
  const u = random();
  return u < helped + margin ? -1 : u < 2 * helped + margin ? 1 : 0;
}

const exact: Scenario[] = [
  {
    family: "Looks after every request, nothing there, or exactly at the margin",
    name: "paired e-process, 400 differing pairs",
    claim: { atMost: ALPHA },
    happens: (random) => {
      let first = 0;
      for (let n = 1; n <= 400; n++) {
        if (random() < 0.5) first++;
        if (pairedEvidence(first, n - first) >= Math.log(1 / ALPHA)) return true;
      }
      return false;
    },
  },
  {
    family: "Looks after every request, nothing there, or exactly at the margin",
    name: "paired e-process, one side, 400 differing pairs",
    claim: { atMost: ALPHA },
    happens: (random) => {
      let first = 0;
      for (let n = 1; n <= 400; n++) {
        if (random() < 0.5) first++;
        if (pairedEvidence(first, n - first, { sides: 1 }) >= Math.log(1 / ALPHA)) return true;
      }
      return false;
    },
  },
  ...[
    [[0.1, 0.5], 1],
    [[0.05, 0.25, 0.5], 1.5],
  ].map(
    ([weights, ratio]): Scenario => ({
      family: "Looks after every request, nothing there, or exactly at the margin",
      name: `canary e-process, stages ${(weights as number[]).map(percent).join(", ")}, errors at the allowed ratio ${ratio}`,
      claim: { atMost: ALPHA },
      happens: (random) => {
        let earlier = 0;
        for (const weight of weights as number[]) {
          const odds = (weight / (1 - weight)) * (ratio as number);
          let [canary, n, evidence] = [0, 0, 0];
          for (; n < 120; n++) {
            if (random() < odds / (1 + odds)) canary++;
            evidence = canaryEvidence(
              { canary, baseline: n + 1 - canary },
              { weight, allowedRatio: ratio as number },
            );
            if (earlier + evidence >= Math.log(ROLL_BACK_EVIDENCE)) return true;
          }
          earlier += evidence;
        }
        return false;
      },
    }),
  ),
  ...(
    [
      [0.02, 0.02],
      [0.02, 0],
      [0.1, 0.2],
    ] as const
  ).map(
    ([margin, helped]): Scenario => ({
      family: "Looks after every request, nothing there, or exactly at the margin",
      name: `betting proof, 2,000 pairs, ${percent(helped)} helped, margin ${percent(margin)}: passes`,
      claim: { atMost: ALPHA },
      happens: (random) => {
        const proof = createBettingProof((1 - margin) / 2, ALPHA);
        for (let n = 0; n < 2000; n++) {
          proof.observe((pairAtMargin(margin, helped, random) + 1) / 2);
          if (proof.evidence() >= Math.log(1 / ALPHA)) return true;
        }
        return false;
      },
    }),
  ),
  {
    family: "Looks after every request, nothing there, or exactly at the margin",
    name: "betting interval, 1,000 values of mean .03: ever misses",
    claim: { atMost: ALPHA },
    cost: "heavy",
    happens: (random) => {
      const sequence = createBettingSequence(ALPHA);
      for (let n = 0; n < 1000; n++) sequence.observe(random() < 0.03 ? 1 : 0);
      const [low, high] = sequence.interval();
      return low > 0.03 || high < 0.03;
    },
  },
  {
    family: "Looks after every request, nothing there, or exactly at the margin",
    name: "exceedances, Wald's line, β = 0, 3,000 requests at the allowed 1 %",
    claim: { atMost: ALPHA },
    happens: (random) => {
      const line = exceedanceSprt(0.01, 0.03, ALPHA, 0);
      let count = 0;
      for (let n = 1; n <= 3000; n++) {
        if (random() < 0.01 && exceedsSprt(line, ++count, n)) return true;
      }
      return false;
    },
  },
];

const controls: Scenario[] = [
  {
    family,
    name: "control: plain z at every look",
    claim: { breaks: 0.28 },
    happens: (random) =>
      some(
        arms(0.5, 0.5, EACH, random),
        ({ difference, standardError }) => Math.abs(difference / standardError) > 1.96,
      ),
  },
  {
    family,
    name: "control: plain z of a running mean",
    claim: { breaks: 0.28 },
    happens: (random) => {
      let sum = 0;
      for (let look = 1; look <= LOOKS; look++) {
        sum += normal(random);
        if (Math.abs(sum) > 1.96 * Math.sqrt(look)) return true;
      }
      return false;
    },
  },
  {
    family,
    name: "control: exact interval of a share at every look, 1 % at a limit of 1 %: fails",
    claim: { breaks: 0.17 },
    happens: (random) => {
      let count = 0;
      for (let look = 1; look <= LOOKS; look++) {
        count += binomial(EACH, 0.01, random);
        if (clopperPearsonLower(count, EACH * look) > 0.01) return true;
      }
      return false;
    },
  },
];

export const looks: Scenario[] = [...sequences, ...exact, ...controls];
