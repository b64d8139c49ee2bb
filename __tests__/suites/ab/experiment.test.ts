import type { AbMetric } from "../../../src/config/types";
import { randomStream } from "../../../src/stats/random";
import type { ArmValues } from "../../../src/suites/ab/arm-values";
import { type Decision, Experiment, type Question } from "../../../src/suites/ab/experiment";
import { findMeasure } from "../../../src/suites/ab/measures";

const N = 2000;
const LOOKS = 40;

const question = (name: string, goal: AbMetric["goal"], isGuardrail = false): Question => {
  const metric: AbMetric = { name, higherIsBetter: null, goal };
  return { metric, measure: findMeasure(metric, null, null), isGuardrail };
};
const margin = (share: number) => ({ kind: "non-inferiority", margin: share }) as const;

type Draw = (random: () => number) => number;
const coin =
  (p: number): Draw =>
  (random) =>
    random() < p ? 1 : 0;
/** Skewed, as times are; the mean is given. */
const time =
  (mean: number): Draw =>
  (random) =>
    -Math.log(1 - random()) * mean;

/** What the suite would decide with such requests, in virtual time. */
function decide(
  seed: number,
  questions: Question[],
  draws: { candidate: Draw; baseline: Draw }[],
  {
    sequential,
    split = 0.5,
    naive = false,
  }: { sequential: boolean; split?: number; naive?: boolean },
): { decisions: Decision[]; requests: number } {
  const random = randomStream(seed, "experiment");
  const experiment = new Experiment(questions, { requests: N });
  const all = questions.map(() => ({
    candidate: new Float64Array(N),
    baseline: new Float64Array(N),
  }));
  const sent = { candidate: 0, baseline: 0 };
  const values = (): ArmValues[] =>
    all.map(({ candidate, baseline }) => ({
      candidate: candidate.subarray(0, sent.candidate),
      baseline: baseline.subarray(0, sent.baseline),
    }));
  for (let n = 1; n <= N; n++) {
    const arm = random() < split ? "candidate" : "baseline";
    for (const [i, one] of all.entries()) {
      one[arm][sent[arm]] = (draws[i] as (typeof draws)[number])[arm](random);
    }
    sent[arm] += 1;
    if (n % (N / LOOKS) !== 0) continue;
    // Looking again and again with a test for one look: what must not be done.
    const decisions = naive
      ? new Experiment(questions, { requests: N }).conclude(values())
      : sequential
        ? experiment.look(values())
        : [];
    if (decisions.some(({ verdict }) => verdict === "fail")) return { decisions, requests: n };
    if (decisions.length > 0 && decisions.every(({ verdict }) => verdict === "pass")) {
      return { decisions, requests: n };
    }
  }
  return { decisions: experiment.conclude(values()), requests: N };
}

/** `npm run simulate` makes ten times as many. */
const RUNS = 100;
/** α and three standard errors of so many runs. */
const MOST_OF_ALPHA = RUNS * (0.05 + 3 * Math.sqrt((0.05 * 0.95) / RUNS));

const count = (
  verdict: Decision["verdict"],
  questions: Question[],
  draws: { candidate: Draw; baseline: Draw }[],
  options: Parameters<typeof decide>[3],
  runs = RUNS,
) =>
  Array.from({ length: runs }, (_, i) => decide(i + 1, questions, draws, options)).filter(
    ({ decisions }) => decisions.some((decision) => decision.verdict === verdict),
  ).length;

describe.each([
  ["looking once", { sequential: false }],
  ["looking forty times", { sequential: true }],
  ["looking forty times, one in ten to the candidate", { sequential: true, split: 0.1 }],
])("%s", (_, options) => {
  test.each([
    ["errors 3 % against 1 %", "errors", margin(0.02), coin(0.03), coin(0.01)],
    ["errors 6 % against 1 %", "errors", margin(0.05), coin(0.06), coin(0.01)],
    ["latency 10 % slower", "latency", margin(0.1), time(22), time(20)],
  ])(
    "at the margin (%s) it passes wrongly in at most 5 %% of runs",
    (_, name, goal, candidate, baseline) => {
      const wrong = count("pass", [question(name, goal)], [{ candidate, baseline }], options);
      expect(wrong).toBeLessThanOrEqual(MOST_OF_ALPHA);
    },
  );

  test("equal sides hardly ever fail, by any of three metrics", () => {
    const questions = [
      question("errors", margin(0.01)),
      question("latency", margin(0.1)),
      question("latency", { kind: "superiority" }),
    ];
    const draws = [
      { candidate: coin(0.02), baseline: coin(0.02) },
      { candidate: time(20), baseline: time(20) },
      { candidate: time(20), baseline: time(20) },
    ];
    expect(count("fail", questions, draws, options)).toBeLessThanOrEqual(MOST_OF_ALPHA);
  });
});

test("errors of 3 % against 1 % are found with a margin of half a per cent", () => {
  const draws = [{ candidate: coin(0.0325), baseline: coin(0.01) }];
  const found = count(
    "fail",
    [question("errors", margin(0.002))],
    draws,
    { sequential: false },
    100,
  );
  // 96 % by the planning formula, less three standard errors of a hundred runs.
  expect(found).toBeGreaterThanOrEqual(90);
});

test("looking while requests are sent saves most of them where the difference is large", () => {
  const draws = [{ candidate: coin(0.06), baseline: coin(0.01) }];
  const sent = Array.from({ length: 50 }, (_, i) =>
    decide(i + 1, [question("errors", margin(0.01))], draws, { sequential: true }),
  );
  expect(sent.every(({ decisions }) => decisions[0]?.verdict === "fail")).toBe(true);
  const median = sent.map(({ requests }) => requests).sort((a, b) => a - b)[25];
  expect(median).toBeLessThan(N / 2);
});

test("peeking with a test for one look is what must not be done: it is wrong far too often", () => {
  const draws = [{ candidate: time(20), baseline: time(20) }];
  const questions = [question("latency", { kind: "superiority" })];
  const naive = Array.from({ length: 100 }, (_, i) =>
    decide(i + 1, questions, draws, { sequential: true, naive: true }),
  ).filter(({ decisions }) => decisions[0]?.verdict !== "inconclusive").length;
  expect(naive).toBeGreaterThan(25);
});

describe("what cannot be told is never a pass", () => {
  const fixed = (candidate: number[], baseline: number[], name = "latency") => {
    const experiment = new Experiment([question(name, margin(0.1))], { requests: 100 });
    const [decision] = experiment.conclude([
      { candidate: Float64Array.from(candidate), baseline: Float64Array.from(baseline) },
    ]);
    return decision?.verdict;
  };
  const times = (n: number, value: number) => Array<number>(n).fill(value);

  test.each([
    ["all ties", times(500, 7), times(500, 7), "latency"],
    ["one side empty", [], times(500, 7), "latency"],
    ["one value", [7], times(500, 7), "latency"],
    ["no errors in a few requests", times(20, 0), times(20, 0), "errors"],
    ["all zero", times(500, 0), times(500, 0), "latency"],
  ])("%s", (_, candidate, baseline, name) => {
    expect(fixed(candidate, baseline, name)).toBe("inconclusive");
  });

  test("no errors in many requests are a pass", () => {
    expect(fixed(times(500, 0), times(500, 0), "errors")).toBe("pass");
  });
});

test("what was decided at an early look is not contradicted by the bounds of the last one", () => {
  // Alike for most of the run, and then much slower: by then the limit has long been met.
  let asked = 0;
  const laterSlow: Draw = (random) => time(asked++ < 700 ? 20 : 45)(random);
  const questions = [
    question("latency", margin(0.4)),
    // Never decided, so that the run goes on to its end.
    question("errors", margin(0.0001), true),
  ];
  const draws = [
    { candidate: laterSlow, baseline: time(20) },
    { candidate: coin(0.3), baseline: coin(0.3) },
  ];
  const { decisions, requests } = decide(3, questions, draws, { sequential: true });
  expect(requests).toBe(N);
  expect(decisions[0]).toMatchObject({ verdict: "pass", design: "sequential" });
  expect(decisions[0]?.comparison?.interval[1]).toBeLessThanOrEqual(0.4);
});
