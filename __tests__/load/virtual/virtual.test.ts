import { poissonArrivals } from "../../../src/load/arrivals/poisson-arrivals";
import { OUTCOME } from "../../../src/load/outcomes";
import type { OpenSchedule } from "../../../src/load/schedule";
import { randomStream } from "../../../src/stats/random";
import { judgePerformance } from "../../../src/suites/load/performance/judge-performance";
import { createVirtualGenerator } from "./virtual-generator";

const options = () => ({ signal: new AbortController().signal });

const open = (arrivals: ArrayLike<number>, maxInFlight = 10_000): OpenSchedule => ({
  model: "open",
  arrivals: Float64Array.from(arrivals),
  inputs: new Uint32Array(arrivals.length),
  maxInFlight,
});

const every = (gapMs: number, count: number) => Array.from({ length: count }, (_, i) => i * gapMs);

describe("an open load in virtual time", () => {
  test("sends at the very times of its schedule, and records the queue as it is", async () => {
    const generator = createVirtualGenerator({ serviceMs: () => 15 });
    const { recording, stopped } = await generator.run(open(every(10, 4)), options());
    expect([...recording.dispatched]).toEqual([0, 10, 20, 30]);
    expect([...recording.ended]).toEqual([15, 30, 45, 60]);
    expect(stopped).toBeNull();
  });

  test("gives up at each deadline, and drops what the cap forbids", async () => {
    const generator = createVirtualGenerator({ serviceMs: () => 1000 }, { timeoutMs: 25 });
    const { recording } = await generator.run(open(every(10, 4), 2), options());
    expect([...recording.outcome]).toEqual([
      OUTCOME.timedOut,
      OUTCOME.timedOut,
      OUTCOME.dropped,
      OUTCOME.timedOut,
    ]);
    expect([...recording.ended]).toEqual([25, 35, 20, 55]);
  });

  test("reads the p95 of M/M/1 at ρ = .6 within its interval in 85 of 100 runs", async () => {
    const [rate, serviceMean] = [600, 1];
    // The response time is exponential with rate μ − λ.
    const trueP95 = -Math.log(0.05) / (1 / serviceMean - rate / 1000);
    let held = 0;
    for (let seed = 1; seed <= 100; seed++) {
      const random = randomStream(seed, "service");
      const generator = createVirtualGenerator({
        serviceMs: () => -Math.log(1 - random()) * serviceMean,
      });
      const forMs = 16_000;
      const arrivals = poissonArrivals(randomStream(seed, "arrivals"), rate, forMs);
      const run = await generator.run(open(arrivals), options());
      const slo = { p50: null, p95: null, p99: null, streams: [], tokensPerSecond: null };
      const checks = judgePerformance({
        config: {
          rate,
          forMs,
          arrivals: "poisson",
          ramp: null,
          spike: null,
          maxInFlight: 10_000,
          slo: { ...slo, errors: 0.01, correct: null, goodput: null },
        },
        run,
        contradiction: null,
        inputs: 1,
        connections: 1,
        evidence: [],
        decided: null,
        server: null,
        neverBegan: false,
        startedAtMs: 0,
      });
      const p95 = checks.find(({ id }) => id === "load/performance/p95");
      const [low, high] = p95?.interval ?? [null, null];
      if (low !== null && high !== null && low <= trueP95 && trueP95 <= high) held++;
    }
    expect(held).toBeGreaterThanOrEqual(85);
  });
});

describe("users in virtual time", () => {
  test("make the throughput that Little's law says: N = X (R + Z)", async () => {
    const random = randomStream(1, "service");
    const generator = createVirtualGenerator({
      workers: 1000,
      serviceMs: () => -Math.log(1 - random()) * 50,
    });
    const [users, thinkMs, forMs] = [40, 150, 600_000];
    const { recording } = await generator.run(
      { model: "closed", users, forMs, thinkMs, seed: 1, mostRequests: 1_000_000 },
      options(),
    );
    const perMs = recording.intended.length / forMs;
    // 120,000 cycles of a mean of 200 ms: the standard error is below 0.3 %.
    expect(perMs * (50 + thinkMs)).toBeGreaterThan(users * 0.99);
    expect(perMs * (50 + thinkMs)).toBeLessThan(users * 1.01);
    expect(recording.outcome.every((outcome) => outcome === OUTCOME.right)).toBe(true);
  });

  test("without a pause keep one worker busy, however many they are", async () => {
    const generator = createVirtualGenerator({ serviceMs: () => 10 });
    const { recording } = await generator.run(
      { model: "closed", users: 8, forMs: 10_000, thinkMs: 0, seed: 1, mostRequests: 1_000_000 },
      options(),
    );
    // A thousand in the time, and the seven that wait at its end.
    expect(recording.intended).toHaveLength(1007);
    expect(Math.max(...recording.ended)).toBe(10_070);
  });

  test("stop when who watches has seen enough", async () => {
    const generator = createVirtualGenerator({ serviceMs: () => 10 });
    const { recording, stopped } = await generator.run(
      { model: "closed", users: 1, forMs: 1e6, thinkMs: 0, seed: 1, mostRequests: 1000 },
      { ...options(), enough: ({ outcome }) => outcome.filter((each) => each !== 0).length >= 50 },
    );
    expect(stopped).toBe("decided");
    expect(recording.intended.length).toBeGreaterThanOrEqual(50);
    expect(recording.intended.length).toBeLessThanOrEqual(60);
  });
});
