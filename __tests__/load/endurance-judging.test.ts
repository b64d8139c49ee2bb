import { DEFAULT_ENDURANCE } from "../../src/config/defaults";
import type { EnduranceConfig } from "../../src/config/types";
import { poissonArrivals } from "../../src/load/arrivals/poisson-arrivals";
import { OUTCOME } from "../../src/load/outcomes";
import { createRecording, recordEnd } from "../../src/load/recording";
import type { ServerView } from "../../src/monitor/server-monitor";
import { randomStream } from "../../src/stats/random";
import { judgeEndurance } from "../../src/suites/load/endurance/judge-endurance";
import type { Check } from "../../src/verdict/result";

/** With mean 1: as noisy as service times come, and as those of a model are. */
const exponential = (random: () => number) => -Math.log(1 - random());
const erlang4 = (random: () => number) =>
  [1, 2, 3, 4].reduce((sum) => sum + exponential(random) / 4, 0);

interface Story {
  seed?: number;
  config?: Partial<EnduranceConfig>;
  /** Mean service time at that share of the stage, milliseconds. */
  service?: (progress: number) => number;
  noise?: (random: () => number) => number;
  outcome?: (index: number) => number;
  /** Who gets no answer within a second, and keeps nobody waiting. */
  timesOut?: (index: number) => boolean;
  server?: ServerView | null;
}

/** A single queue served in order (M/G/1) under the schedule of the stage, in virtual time. */
function judge({
  seed = 1,
  service = () => 10,
  noise = exponential,
  outcome,
  timesOut,
  server = null,
  ...given
}: Story) {
  const config = { ...DEFAULT_ENDURANCE, ...given.config };
  const random = randomStream(seed, "service");
  const arrivals = poissonArrivals(randomStream(seed, "arrivals"), config.rate, config.forMs);
  const recording = createRecording(arrivals, new Uint32Array(arrivals.length));
  let freeAt = 0;
  arrivals.forEach((at, i) => {
    recording.dispatched[i] = at;
    if (timesOut?.(i)) {
      recordEnd(recording, i, at + 1000, OUTCOME.timedOut);
      return;
    }
    freeAt = Math.max(at, freeAt) + noise(random) * service(at / config.forMs);
    recordEnd(recording, i, freeAt, (outcome?.(i) ?? OUTCOME.right) as never);
  });
  const checks = judgeEndurance({
    config,
    run: {
      recording,
      health: { utilisation: 0.1, delayP99Ms: 1, stallMs: new Float64Array() },
      stopped: null,
      specimens: [],
    },
    decided: null,
    contradiction: null,
    inputs: 10,
    connections: 10,
    evidence: [],
    server,
    startedAtMs: 0,
    neverBegan: false,
  });
  return Object.fromEntries(checks.map((check) => [check.id.split("/").at(-1), check])) as Record<
    "drift" | "errors" | "memory",
    Check
  >;
}

const verdicts = (runs: number, story: Omit<Story, "seed">) =>
  Array.from({ length: runs }, (_, i) => judge({ ...story, seed: i + 1 }).drift.verdict);
const count = (all: string[], wanted: string) => all.filter((one) => one === wanted).length;

type Case = [name: string, story: Omit<Story, "seed">];

/** 6,000 requests. */
const many = { rate: 66, forMs: 90_000 };

describe("drift", () => {
  test.each([
    ["6,000 requests, lightly loaded", { config: many, service: () => 1.5 }],
    ["6,000 requests, half loaded", { config: many, service: () => 7.5 }],
    ["the default, with the noise of a model", { service: () => 10, noise: erlang4 }],
  ] satisfies Case[])("a steady server passes at least 47 of 50 times: %s", (_, story) => {
    const all = verdicts(50, story);
    expect(count(all, "pass")).toBeGreaterThanOrEqual(47);
    expect(count(all, "fail")).toBeLessThanOrEqual(1);
  });

  const slowing = (ms: number) => (progress: number) => ms * (1 + 0.3 * progress);
  test.each([
    ["6,000 requests, lightly loaded", { config: many, service: slowing(1.5) }],
    ["6,000 requests, half loaded", { config: many, service: slowing(7.5) }],
    ["the default, with the noise of a model", { service: slowing(10), noise: erlang4 }],
  ] satisfies Case[])(
    "one that slows down by 30 %% fails, and is hardly ever let through: %s",
    (_, story) => {
      const all = verdicts(40, story);
      expect(count(all, "fail")).toBeGreaterThanOrEqual(34);
      expect(count(all, "pass")).toBeLessThanOrEqual(3);
    },
  );

  test("a run that could not have seen it is no pass", () => {
    const blind = { config: { rate: 2 }, service: () => 200 };
    const all = Array.from({ length: 20 }, (_, i) => judge({ ...blind, seed: i + 1 }).drift);
    for (const { verdict, interval } of all) {
      if (verdict === "pass") expect(interval?.[1]).toBeLessThanOrEqual(0.4);
    }
    const undecided = all.filter(({ verdict }) => verdict === "inconclusive");
    expect(undecided.length).toBeGreaterThanOrEqual(10);
    expect(undecided[0]).toMatchObject({
      message: expect.stringContaining("could not be told from chance"),
      hint: expect.stringContaining("load.endurance.for"),
    });
  });

  test("one that grows faster is a large share", () => {
    const { drift } = judge({ config: many, service: (progress) => 5 * (1 + progress) });
    expect(drift).toMatchObject({ verdict: "fail", unit: "share", limit: 0.1 });
    expect(drift.observed).toBeGreaterThan(0.7);
    expect(drift.message).toMatch(
      /grew by \d+.* over the run, which is a trend \(Z = [\d.]+\); .* the 90 % interval/,
    );
  });

  test("growth that bends upwards is growth, though its line begins below zero", () => {
    const { drift } = judge({
      config: { rate: 5 },
      service: (progress) => Math.exp(5.3 * progress),
      noise: erlang4,
    });
    expect(drift.verdict).toBe("fail");
    expect(drift.observed).toBeGreaterThan(1);
  });

  test("time-outs are slow, though they are errors, too", () => {
    // Ever more of the requests take longer than anyone waits: what is answered is as fast as ever.
    const { drift } = judge({
      config: { ...many, maxErrors: 0.9 },
      service: () => 1.5,
      timesOut: (i) => (i * 7919) % 6000 < i * 0.9,
    });
    expect(drift.verdict).toBe("fail");
  });

  test("few answers are no trend", () => {
    const { drift } = judge({
      config: many,
      outcome: (i) => (i < 1500 ? OUTCOME.right : OUTCOME.refused),
    });
    expect(drift.verdict).toBe("inconclusive");
  });
});

test("errors count over the whole run", () => {
  const { errors } = judge({
    config: many,
    outcome: (i) => (i % 50 ? OUTCOME.right : OUTCOME.wrong),
  });
  expect(errors).toMatchObject({ verdict: "fail", limit: 0.01, id: "load/endurance/errors" });
});

describe("memory", () => {
  const MB = 1e6;
  const told = (
    memory: (seconds: number) => number | null,
    problem: string | null = null,
  ): ServerView => ({
    samples: Array.from({ length: 90 }, (_, s) => ({ atMs: s * 1000 + 300, memory: memory(s) })),
    problem,
  });
  const noise = randomStream(1, "memory");

  test("one that leaks fails, by its growth after the first half", () => {
    const { memory } = judge({ server: told((s) => 200 * MB + s * 0.2 * MB + noise() * MB) });
    expect(memory).toMatchObject({ verdict: "fail", unit: "bytes" });
    expect(memory.message).toMatch(
      /growing by \d+\.\d [KMG]iB an hour.* in 1 h that takes it over .*, twice what it was/,
    );
  });

  test("growth that ends in the first half is warm-up", () => {
    const { memory } = judge({
      server: told((s) => 200 * MB + Math.min(s, 40) * 5 * MB + noise() * MB),
    });
    expect(memory.verdict).toBe("pass");
  });

  test("a limit, and a time within which it must not be reached", () => {
    const server = told((s) => 200 * MB + s * 0.01 * MB + noise() * 0.1 * MB);
    const within = (hours: number) =>
      judge({ server, config: { memory: { limit: 1000 * MB, withinMs: hours * 3_600_000 } } })
        .memory.verdict;
    expect([within(1), within(240)]).toEqual(["pass", "fail"]);
  });

  test("over the limit already", () => {
    const { memory } = judge({
      server: told(() => 200 * MB),
      config: { memory: { limit: 100 * MB, withinMs: 1000 } },
    });
    expect(memory.verdict).toBe("fail");
  });

  test("too noisy to tell", () => {
    const { memory } = judge({ server: told(() => 200 * MB + noise() * 100 * MB) });
    expect(memory.verdict).toBe("inconclusive");
  });

  test("a server that was started again in the middle has shown no growth that lasts", () => {
    const { memory } = judge({
      server: told((s) => (s < 70 ? 800 * MB + s * 10 * MB : 100 * MB + (s - 70) * 10 * MB)),
      config: { memory: { limit: 8000 * MB, withinMs: 60_000 } },
    });
    expect(memory).toMatchObject({
      verdict: "inconclusive",
      message: expect.stringMatching(/fell from .* to .* 70 s into the stage/),
    });
  });

  test("memory that is given back a little at a time is judged", () => {
    const { memory } = judge({
      server: told((s) => 400 * MB + (s % 5) * 20 * MB),
      config: { memory: { limit: 1000 * MB, withinMs: 60_000 } },
    });
    expect(memory.verdict).toBe("pass");
  });

  test.each([
    ["in the second half", 60],
    ["in the first half", 20],
  ])("over the limit for a moment, %s", (_, at) => {
    const { memory } = judge({
      server: told((s) => (s === at ? 900 * MB : 200 * MB + noise() * MB)),
      config: { memory: { limit: 800 * MB, withinMs: 3_600_000 } },
    });
    expect(memory).toMatchObject({
      verdict: "fail",
      message: expect.stringContaining(`${at} s into the stage`),
    });
  });

  test("a server that stops to tell before the end is no pass", () => {
    const { memory } = judge({
      server: told((s) => (s < 65 ? 200 * MB + noise() * MB : null), "no answer within 2 s"),
    });
    expect(memory).toMatchObject({
      verdict: "error",
      message: expect.stringMatching(/nothing .* for 26 s.*no answer within 2 s/),
    });
  });

  test("not told, it is no pass", () => {
    expect(judge({}).memory).toMatchObject({ verdict: "skipped" });
    expect(
      judge({ server: told(() => null, "it was answered with status 503") }).memory,
    ).toMatchObject({
      verdict: "error",
      message: expect.stringContaining("status 503"),
    });
  });
});
