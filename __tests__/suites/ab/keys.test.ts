/** A split by a key: the requests of one user are alike, so that they tell less than as many users. */
import type { AbMetric } from "../../../src/config/types";
import { randomStream } from "../../../src/stats/random";
import type { ArmValues } from "../../../src/suites/ab/arm-values";
import { Experiment, type Question } from "../../../src/suites/ab/experiment";
import { judgeDecision } from "../../../src/suites/ab/judge-decision";
import { findMeasure } from "../../../src/suites/ab/measures";

const RUNS = 100;
/** α and three standard errors of so many runs. */
const MOST_OF_ALPHA = RUNS * (0.05 + 3 * Math.sqrt((0.05 * 0.95) / RUNS));

interface Story {
  users: number;
  requests: number;
  name: "errors" | "latency";
  margin: number;
  /** From what the user is like, and chance. */
  draw: (user: number, random: () => number, isCandidate: boolean) => number;
  sequential?: boolean;
}

const question = (name: string, margin: number): Question => {
  const goal: AbMetric["goal"] = { kind: "non-inferiority", margin };
  const metric: AbMetric = { name, higherIsBetter: null, goal };
  return { metric, measure: findMeasure(metric, null, null), isGuardrail: false };
};

function decide(seed: number, { users, requests, name, margin, draw, sequential }: Story) {
  const random = randomStream(seed, "keys");
  const people = Array.from({ length: users }, (_, i) => ({
    key: `user${i}`,
    likeness: random(),
    isCandidate: random() < 0.5,
  }));
  const sent = Array.from({ length: requests }, () => {
    const person = people[Math.floor(random() * users)] as (typeof people)[number];
    return { ...person, value: draw(person.likeness, random, person.isCandidate) };
  });
  const valuesAt = (n: number): ArmValues => {
    const so = sent.slice(0, n);
    const [ours, theirs] = [so.filter((one) => one.isCandidate), so.filter((o) => !o.isCandidate)];
    const values = (of: typeof so) => Float64Array.from(of, ({ value }) => value);
    const keys = (of: typeof so) => of.map(({ key }) => key);
    return {
      candidate: values(ours),
      baseline: values(theirs),
      keys: { candidate: keys(ours), baseline: keys(theirs) },
    };
  };
  const experiment = new Experiment([question(name, margin)], { requests });
  for (let n = requests / 10; sequential && n <= requests; n += requests / 10) {
    const [decision] = experiment.look([valuesAt(n)]);
    if (decision && decision.verdict !== "inconclusive") return decision;
  }
  const [decision] = experiment.conclude([valuesAt(requests)]);
  if (!decision) throw new Error("there is no decision");
  return decision;
}

const verdicts = (story: Story) =>
  Array.from({ length: RUNS }, (_, i) => decide(i + 1, story).verdict);
const count = (all: string[], wanted: string) => all.filter((one) => one === wanted).length;

/** One in twenty fails nearly always, the others hardly ever: 5 % of requests. */
const failing: Story["draw"] = (user, random) => (random() < (user < 0.05 ? 0.9 : 0.005) ? 1 : 0);
const slow: Story["draw"] = (user, random, isCandidate) =>
  20 * (isCandidate ? 1.1 : 1) * (0.4 + 1.2 * user) * (0.9 + 0.2 * random());

describe("at the margin it passes wrongly in at most 5 % of runs", () => {
  test.each<[string, Story]>([
    ["twenty users", { users: 20, requests: 2000, name: "latency", margin: 0.1, draw: slow }],
    ["many users", { users: 400, requests: 2000, name: "latency", margin: 0.1, draw: slow }],
    [
      "many users, looked at again and again",
      { users: 400, requests: 2000, name: "latency", margin: 0.1, draw: slow, sequential: true },
    ],
    [
      "errors",
      {
        users: 200,
        requests: 4000,
        name: "errors",
        margin: 0.05,
        draw: (user, random, isCandidate) =>
          failing(isCandidate ? user - 0.0559 : user, random, isCandidate),
      },
    ],
  ])("%s", (_, story) => {
    expect(count(verdicts(story), "pass")).toBeLessThanOrEqual(MOST_OF_ALPHA);
  });
});

test("equal sides hardly ever fail, though a few users have all the errors", () => {
  const story: Story = { users: 200, requests: 4000, name: "errors", margin: 0.005, draw: failing };
  expect(count(verdicts(story), "fail")).toBeLessThanOrEqual(MOST_OF_ALPHA);
  expect(count(verdicts({ ...story, sequential: true }), "fail")).toBeLessThanOrEqual(
    MOST_OF_ALPHA,
  );
});

test("what many users show is found", () => {
  const story: Story = { users: 1000, requests: 4000, name: "latency", margin: 0.3, draw: slow };
  expect(count(verdicts(story), "pass")).toBeGreaterThan(0.9 * RUNS);
});

test("no errors of few users prove little, of many enough", () => {
  const none = (users: number) =>
    decide(1, { users, requests: 4000, name: "errors", margin: 0.02, draw: () => 0 }).verdict;
  expect([none(20), none(2000)]).toEqual(["inconclusive", "pass"]);
});

test("the message says what was counted, and that one user a side is nothing to compare", () => {
  const story: Story = { users: 60, requests: 600, name: "errors", margin: 0.1, draw: failing };
  expect(judgeDecision(decide(1, story)).message).toMatch(
    /requests of \d\d and \d\d values of the key, which are what is counted/,
  );
  expect(judgeDecision(decide(3, { ...story, users: 2 }))).toMatchObject({
    verdict: "inconclusive",
    message: expect.stringMatching(/^too few values of the key to compare: \d of the candidate/),
  });
});
