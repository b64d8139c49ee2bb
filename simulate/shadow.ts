import {
  answered,
  type GivenPair,
  judgePairs,
  type LogOptions,
  logOf,
  shadowOf,
} from "../__tests__/support/shadow-pairs";
import type { OutputValue } from "../src/protocols/types";
import type { Random } from "../src/stats/random";
import { hasFailed } from "../src/suites/shadow/decide-early";
import type { PairLog } from "../src/suites/shadow/pair-log";
import type { Check } from "../src/verdict/result";
import { autoregressive, lognormal } from "./draws";
import type { Scenario } from "./scenario";

/** The suite's own judges, from answers to verdicts: nothing is left out but the network. */
const family = "Shadow, by its own judges";

const PAIRS = 500;
const ASKED_TWICE = 150;

interface World {
  n?: number;
  /** Share of answers that each side gets wrong by chance, whatever is asked. */
  noise: number;
  /** Share of the inputs on which the candidate is another model. */
  changed?: number;
  /** Outputs in one answer, each with noise of its own. */
  paths?: number;
}

function answers({ n = PAIRS, noise, changed = 0, paths = 1 }: World, random: Random): GivenPair[] {
  const say = (index: number, isOther: boolean): OutputValue => {
    const value = () => (isOther !== random() < noise ? `${index}!` : `${index}`);
    if (paths === 1) return value();
    return Object.fromEntries(Array.from({ length: paths }, (_, place) => [`k${place}`, value()]));
  };
  return Array.from({ length: n }, (_, index) => ({
    candidate: answered({ y: say(index, random() < changed) }),
    baseline: answered({ y: say(index, false) }),
    again: index < n * (ASKED_TWICE / PAIRS) ? answered({ y: say(index, false) }) : null,
  }));
}

const floor = (minAgreement: number, maxExcess: number): LogOptions => ({
  shadow: { minAgreement, noiseFloor: { share: 0.3, maxExcess } },
});

const anyFail = (checks: Record<string, Check>) =>
  Object.values(checks).some(({ verdict }) => verdict === "fail");

/** Nothing there: two equal models whose answers are 2 % noise. */
const noFalseFail: Scenario[] = [
  ["limit 99 %", { noise: 0.02 }, floor(0.99, 0.01)],
  ["limit 90 %, no excess allowed", { noise: 0.02 }, floor(0.9, 0)],
  ["30 paths, no excess allowed", { noise: 0.02, paths: 30 }, floor(0.5, 0)],
  ["limit 99 %, with an early end", { noise: 0.02 }, { shadow: { sequential: true } }],
].map(([name, world, options]) => ({
  family,
  name: `two equal models with 2 % noise, ${name as string}: any check fails`,
  claim: { atMost: 0.05 },
  cost: "heavy",
  happens: (random) => {
    const pairs = answers(world as World, random);
    const { sequential = false } = (options as LogOptions).shadow ?? {};
    return sequential
      ? endsEarly(pairs, options as LogOptions) || anyFail(judgePairs(pairs, options as LogOptions))
      : anyFail(judgePairs(pairs, options as LogOptions));
  },
}));

function endsEarly(pairs: readonly GivenPair[], options: LogOptions): boolean {
  const shadow = shadowOf(pairs.length, options);
  const log = logOf([], options);
  return pairs.some((pair, index) => {
    log.add({ row: { index }, again: null, ...pair });
    return hasFailed(log as PairLog, shadow);
  });
}

/** Diffy's rule: at some path over 20 % more differences than the noise, and over 0.03 % of the answers. */
const diffy: Scenario = {
  family,
  name: "control: Diffy's rule on 30 paths with 2 % noise",
  claim: { breaks: 0.9 },
  cost: "heavy",
  happens: (random) => {
    const log = logOf(answers({ noise: 0.02, paths: 30 }, random), floor(0.5, 0));
    return log.gatedPaths.all().some(({ candidateOnly, baselineOnly, both }) => {
      const [raw, noise] = [candidateOnly + both, baselineOnly + both];
      return (raw - noise) / (raw + noise) > 0.2 && raw / log.gatedPaths.n > 0.0003;
    });
  },
};

/** A change exactly at the margin, on top of the noise. */
const atMargin: Scenario[] = (["fail", "pass"] as const).map((wrong) => ({
  family,
  name: `noise 1 %, and 2 % more differences where 2 % are put up with: the noise floor says ${wrong}`,
  claim: { atMost: 0.05 },
  cost: "heavy",
  happens: (random) => {
    // Noise that undoes a change makes the excess smaller than the share that is changed.
    const world = { n: 2000, noise: 0.01, changed: 0.02 / (1 - 2 * 0.0199) };
    const checks = judgePairs(answers(world, random), floor(0.5, 0.02));
    return checks["noise-floor"]?.verdict === wrong;
  },
}));

const changeFound: Scenario[] = [
  {
    family,
    name: "40 of 2,000 answers flipped, limit 99 %: the agreement fails",
    claim: { atLeast: 0.95 },
    cost: "heavy",
    happens: (random) => {
      const flipped = new Set<number>();
      while (flipped.size < 40) flipped.add(Math.floor(random() * 2000));
      const pairs = answers({ n: 2000, noise: 0 }, random).map((pair, index) =>
        flipped.has(index) ? { ...pair, candidate: answered({ y: "flipped" }) } : pair,
      );
      return judgePairs(pairs).agreement?.verdict === "fail";
    },
  },
  {
    family,
    name: "2 % noise, and 10 % of the answers changed, limit 99 %: the suite fails",
    claim: { atLeast: 0.8 },
    cost: "heavy",
    happens: (random) => anyFail(judgePairs(answers({ noise: 0.02, changed: 0.1 }, random))),
  },
];

/** Calls of 10 ms and more, with inputs that differ, load that drifts and 15 % of chance a call. */
function timedPairs(ratio: number, random: Random): GivenPair[] {
  const drift = autoregressive(PAIRS, 0.9, random);
  return Array.from({ length: PAIRS }, (_, index) => {
    const input = 10 * lognormal(random, 0.5) * Math.exp(0.3 * (drift[index] as number));
    const call = () => input * lognormal(random, 0.15);
    const y = `${index}`;
    return { candidate: answered({ y }, ratio * call()), baseline: answered({ y }, call()) };
  });
}

const slowdown = (name: string, ratio: number, verdict: string, claim: Scenario["claim"]) => ({
  family,
  name: `${name}, 500 pairs, drifting load: the slowdown says ${verdict}`,
  claim,
  cost: "heavy" as const,
  happens: (random: Random) => judgePairs(timedPairs(ratio, random)).slowdown?.verdict === verdict,
});

const slowdowns: Scenario[] = [
  slowdown("10 % slower where 10 % are put up with", 1.1, "fail", { atMost: 0.05 }),
  slowdown("10 % slower where 10 % are put up with", 1.1, "pass", { atMost: 0.05 }),
  slowdown("15 % slower", 1.15, "fail", { atLeast: 0.95 }),
  slowdown("equally fast", 1, "pass", { atLeast: 0.95 }),
];

export const shadow: Scenario[] = [
  ...noFalseFail,
  diffy,
  ...atMargin,
  ...changeFound,
  ...slowdowns,
];
