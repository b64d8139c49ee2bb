import type { PerformanceConfig } from "../../src/config/types";
import { poissonArrivals } from "../../src/load/arrivals/poisson-arrivals";
import type { LoadRun } from "../../src/load/generator";
import { OUTCOME, type Outcome } from "../../src/load/outcomes";
import { createRecording, recordEnd } from "../../src/load/recording";
import { randomStream } from "../../src/stats/random";
import { judgePerformance } from "../../src/suites/load/performance/judge-performance";
import type { PerformanceStage } from "../../src/suites/load/performance/performance-checks";
import { planTraffic } from "../../src/suites/load/traffic/plan-traffic";
import { trafficSeries } from "../../src/suites/load/traffic/traffic-series";
import type { Check } from "../../src/verdict/result";

interface Story {
  arrivals: ArrayLike<number>;
  /** Milliseconds in the endpoint's hands. */
  times(index: number): number;
  late?(index: number): number;
  outcome?(index: number): Outcome;
  slo?: Partial<PerformanceConfig["slo"]>;
  health?: Partial<LoadRun["health"]>;
  ceiling?: number;
  contradiction?: string;
}

/** A stage in virtual time, through the same recording and the same judging as a real one. */
function tell(story: Story): PerformanceStage {
  const { times, late = () => 0, outcome = () => OUTCOME.right } = story;
  const arrivals = Float64Array.from(story.arrivals);
  const recording = createRecording(arrivals, new Uint32Array(arrivals.length));
  arrivals.forEach((at, i) => {
    recording.dispatched[i] = at + late(i);
    recordEnd(recording, i, at + late(i) + times(i), outcome(i));
  });
  const forMs = (arrivals.at(-1) ?? 0) + 1;
  return {
    config: {
      rate: (arrivals.length / forMs) * 1000,
      forMs,
      arrivals: "poisson",
      ramp: null,
      spike: null,
      maxInFlight: 100,
      slo: {
        p50: null,
        p95: null,
        p99: null,
        streams: [],
        tokensPerSecond: null,
        errors: 0.01,
        correct: 0.99,
        goodput: null,
        ...story.slo,
      },
    },
    run: {
      recording,
      health: { utilisation: 0.1, delayP99Ms: 1, stallMs: new Float64Array(), ...story.health },
      stopped: null,
      specimens: [],
      ...(story.ceiling === undefined ? {} : { ceiling: story.ceiling }),
    },
    contradiction: story.contradiction ?? null,
    inputs: 10,
    connections: 10,
    evidence: [],
    decided: null,
    server: null,
    neverBegan: false,
    startedAtMs: 0,
  };
}

function judge(story: Story): Record<string, Check> {
  const checks = judgePerformance(tell(story));
  return Object.fromEntries(checks.map((check) => [check.id.split("/").at(-1), check]));
}

const everyTenMs = (count: number) => Array.from({ length: count }, (_, i) => i * 10);

/** Response times of an M/M/1 queue: Dᵢ = max(Aᵢ, Dᵢ₋₁) + Sᵢ. Mean service 1 ms, utilisation ρ. */
function queue(seed: number, rho: number, count: number): Story {
  const arrivals = poissonArrivals(randomStream(seed, "a"), rho * 1000, count / rho);
  const random = randomStream(seed, "s");
  let departed = 0;
  const times = arrivals.map((at) => {
    departed = Math.max(at, departed) - Math.log(1 - random());
    return departed - at;
  });
  return { arrivals, times: (i) => times[i] as number };
}

describe("judging a percentile", () => {
  // The response time in M/M/1 is exponential with rate μ − λ, so its quantiles are known.
  const trueP95 = -Math.log(0.05) / (1 - 0.6);

  test("its interval holds the true value in a queue (M/M/1 at ρ = .6, 100 runs)", () => {
    let held = 0;
    for (let seed = 1; seed <= 100; seed++) {
      const [low, high] = judge(queue(seed, 0.6, 10_000)).p95?.interval ?? [null, null];
      if (low !== null && high !== null && low <= trueP95 && trueP95 <= high) held++;
    }
    expect(held).toBeGreaterThanOrEqual(85);
  });

  test("a tenth over the limit seldom passes, a tenth under it seldom fails (100 runs each)", () => {
    const queues = Array.from({ length: 100 }, (_, seed) => queue(seed, 0.6, 5000));
    const count = (p95: number, wanted: string) =>
      queues.filter((story) => judge({ ...story, slo: { p95 } }).p95?.verdict === wanted).length;
    expect(count(trueP95 / 1.1, "pass")).toBeLessThanOrEqual(5);
    expect(count(trueP95 * 1.1, "fail")).toBeLessThanOrEqual(5);
  });

  test("a clear limit is decided", () => {
    const clear = (p95: number) => judge({ ...queue(1, 0.6, 10_000), slo: { p95 } }).p95?.verdict;
    expect(clear(trueP95 * 1.5)).toBe("pass");
    expect(clear(trueP95 / 1.5)).toBe("fail");
  });

  test("a clean p99 takes 299 requests", () => {
    const random = randomStream(1, "t");
    const times = Array.from({ length: 400 }, () => 40 + 20 * random());
    const p99 = (count: number) =>
      judge({ arrivals: everyTenMs(count), times: (i) => times[i] as number, slo: { p99: 100 } })
        .p99;
    expect(p99(40)?.verdict).toBe("inconclusive");
    expect(p99(400)?.verdict).toBe("pass");
  });

  test("no bounds are printed where ten requests beyond the percentile are not to be had", () => {
    const p99 = judge({ arrivals: everyTenMs(400), times: () => 50 }).p99;
    expect(p99).toMatchObject({ verdict: "skipped", observed: 50, interval: null });
    expect(p99?.message).toContain("too few requests for the bounds of p99");
  });

  test("what got no right answer is over every limit", () => {
    const outcome = (i: number) => (i % 10 === 0 ? OUTCOME.wrong : OUTCOME.right);
    const { p50, p95, goodput } = judge({
      arrivals: everyTenMs(1000),
      times: () => 5,
      outcome,
      slo: { p50: 1000, p95: 1000, goodput: 0.95 },
    });
    expect(p50?.verdict).toBe("pass");
    expect(p95).toMatchObject({ verdict: "fail", observed: null });
    expect(goodput).toMatchObject({ verdict: "fail", observed: 0.9 });
  });

  test("a slow start is warm-up, a stall later in the first half is not", () => {
    const random = randomStream(2, "t");
    const noise = Array.from({ length: 1000 }, () => 20 * random());
    const p95 = (slow: (i: number) => boolean) =>
      judge({
        arrivals: everyTenMs(1000),
        times: (i) => (noise[i] as number) + (slow(i) ? 500 : 50),
        slo: { p95: 100 },
      }).p95;
    expect(p95((i) => i < 100)?.verdict).toBe("pass");
    expect(p95((i) => i < 100)?.message).toContain(
      "the first 100 requests were left out as warm-up",
    );
    expect(p95((i) => i >= 200 && i < 400)?.verdict).not.toBe("pass");
  });
});

describe("judging the generator", () => {
  const slow = { arrivals: everyTenMs(1000), times: () => 95, slo: { p95: 100 } };

  test("a limit missed by nothing but the generator's own lateness is an error, not a fail", () => {
    const checks = judge({ ...slow, late: () => 10 });
    expect(checks.generator?.verdict).toBe("pass");
    expect(checks.p95?.verdict).toBe("error");
    expect(checks.p95?.message).toContain("this machine's own stalls");
    expect(checks.errors?.verdict).toBe("pass");
  });

  test("a limit missed anyway is a fail, and one that is met stays met", () => {
    expect(judge({ ...slow, times: () => 150, late: () => 10 }).p95?.verdict).toBe("fail");
    expect(judge({ ...slow, times: () => 80, late: () => 10 }).p95?.verdict).toBe("pass");
  });

  test.each<[string, Partial<Story>]>([
    ["late", { late: (i) => (i % 20 === 0 ? 60 : 0) }],
    ["busy", { health: { utilisation: 0.75 } }],
    ["stalled", { health: { delayP99Ms: 60 } }],
    ["busy for nobody knows how long", { health: { utilisation: Number.NaN } }],
    ["stalled for nobody knows how long", { health: { delayP99Ms: Number.NaN } }],
    ["behind", { late: (i) => i }],
    [
      "dropping while busy",
      {
        health: { utilisation: 0.6 },
        times: (i) => (i === 5 ? 0 : 50),
        outcome: (i) => (i === 5 ? OUTCOME.dropped : OUTCOME.right),
      },
    ],
    [
      "dropping what it sends together",
      {
        // At 100/s three of them, where six are in flight at most.
        late: () => 30,
        outcome: (i) => (i === 500 ? OUTCOME.dropped : OUTCOME.right),
        times: (i) => (i === 500 ? 0 : 50),
      },
    ],
    [
      "dropping what it could never send",
      {
        ceiling: 90,
        outcome: (i) => (i % 2 ? OUTCOME.dropped : OUTCOME.right),
        times: (i) => (i % 2 ? 0 : 50),
      },
    ],
    ["out of sockets", { outcome: (i) => (i === 5 ? OUTCOME.exhausted : OUTCOME.right) }],
  ])("%s, it makes every check an error", (_, fault) => {
    const checks = Object.values(judge({ ...slow, ...fault }));
    expect(checks.map(({ verdict }) => verdict)).toEqual(Array(7).fill("error"));
    for (const { message } of checks) expect(message).toContain("the generator was the limit");
  });

  test("drops alone are the endpoint's", () => {
    const outcome = (i: number) => (i % 2 ? OUTCOME.dropped : OUTCOME.right);
    // A drop is decided at once.
    const checks = judge({ ...slow, times: (i) => (i % 2 ? 0 : 50), outcome, ceiling: 150 });
    expect(checks.generator?.verdict).toBe("pass");
    expect(checks.errors).toMatchObject({ verdict: "fail", observed: 0.5 });
    expect(checks.correct).toMatchObject({ verdict: "pass", observed: 1 });
  });
});

describe("the charts", () => {
  test("count by the second of the intended start", () => {
    const stage = tell({
      arrivals: [0, 500, 1500, 1600],
      times: () => 1000,
      outcome: (i) => (i === 2 ? OUTCOME.timedOut : OUTCOME.right),
    });
    const lines = Object.fromEntries(
      trafficSeries("performance", stage).flatMap((series) =>
        series.lines.map(({ name, points }) => [name, points]),
      ),
    );
    expect(lines["requests/s"]).toEqual([
      [0, 2],
      [1, 2],
    ]);
    expect(lines["failures/s"]).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect(lines.p50).toEqual([
      [0, 1000],
      [1, 1000],
    ]);
    // 1 s and 0.5 s within the first second, 0.5 + 0.5 + 0.4 within the second.
    expect(lines["mean in flight"]?.[0]?.[1]).toBeCloseTo(1.5);
    expect(lines["mean in flight"]?.[1]?.[1]).toBeCloseTo(1.4);
  });
});

describe("the plan", () => {
  test("counts the unloaded answers, the warm-up and the load", () => {
    const { config } = tell({ arrivals: everyTenMs(10), times: () => 1 });
    const plan = planTraffic({ ...config, rate: 20, forMs: 20_000 }, 1000);
    expect(plan).toEqual({ requests: 2 * 64 + 10 + 400, durationMs: 128 * 20 + 500 + 20_000 });
    expect(planTraffic({ ...config, rate: 20, forMs: 20_000 }, 5).requests).toBe(10 + 10 + 400);
  });
});
