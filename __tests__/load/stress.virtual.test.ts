import type { StressConfig } from "../../src/config/types";
import type { LoadGenerator, LoadRun } from "../../src/load/generator";
import type { Schedule } from "../../src/load/schedule";
import { randomStream } from "../../src/stats/random";
import { runStress } from "../../src/suites/load/stress/run-stress";
import { runVirtually, type VirtualStage } from "./virtual/virtual-stage";

const CONFIG: StressConfig = {
  rates: [10, 12.5, 15.6, 19.5, 24.4, 30.5, 40, 47.7, 59.6, 74.5, 80],
  eachMs: 5_000,
  minCapacity: 40,
  recoverWithinMs: 30_000,
  maxInFlight: 512,
  slo: { p95: null, errors: 0.05 },
  adverse: [],
  correct: 0.99,
};

const stress = (stage: VirtualStage, given: Partial<StressConfig> = {}) =>
  runVirtually(stage, (context, sessions) => runStress(context, { ...CONFIG, ...given }, sessions));

/** One after the other, so many a second; the times differ by a tenth, as real ones do. */
function server(capacity: number, seed = 1): VirtualStage["model"] {
  const random = randomStream(seed, "service");
  return { serviceMs: () => (1000 / capacity) * (0.95 + 0.1 * random()) };
}

describe("the capacity of a server that serves so many a second", () => {
  test.each([20, 33, 41, 55])("%d/s is found within a tenth", async (capacity) => {
    for (let seed = 1; seed <= 5; seed++) {
      const { check } = await stress({ model: server(capacity, seed) }, { rates: CONFIG.rates });
      const { observed } = check("capacity");
      expect(Math.abs((observed as number) / capacity - 1)).toBeLessThan(0.1);
    }
  });

  test("under the least one it fails, over it it passes", async () => {
    const verdicts = await Promise.all(
      [30, 35, 37, 43, 60].map(async (capacity) => {
        const { check } = await stress({ model: server(capacity) });
        return check("capacity").verdict;
      }),
    );
    expect(verdicts).toEqual(["fail", "fail", "fail", "pass", "pass"]);
  });

  test("the message says what was carried and what was not", async () => {
    const { check } = await stress({ model: server(42) });
    expect(check("capacity").message).toMatch(
      /^at 40\.0\/s 0 of 200 requests had no right answer; .*; it carries 40\.0\/s and breaks at 47\.7\/s, twice: \d+ of 239 requests were answered right while they came \(at least 95 % must be\)/,
    );
    expect(check("capacity").interval).toEqual([40, 47.7]);
    expect(check("recovery").verdict).toBe("pass");
  });
});

const answer = { status: 200, headers: {}, body: Buffer.alloc(0), firstByteMs: 0, durationMs: 0 };
const readable = () => Promise.resolve({ reason: null, answer });

test("times over more than a decade are drawn on a logarithmic axis, others on a linear one", async () => {
  const scaleOf = async (capacity: number) => {
    const { series } = await stress({ model: server(capacity) }, { rates: [10, 40] });
    return series.find(({ id }) => id === "load/stress/latency")?.scale;
  };
  expect(await scaleOf(20)).toEqual({ y: "log" });
  expect(await scaleOf(200)).toBeUndefined();
});

describe("servers of other kinds", () => {
  const within = (observed: unknown, capacity: number) =>
    expect(Math.abs((observed as number) / capacity - 1)).toBeLessThan(0.1);

  test("many workers, each slow", async () => {
    const { check } = await stress({ model: { workers: 20, serviceMs: () => 500 } });
    within(check("capacity").observed, 40);
  });

  test("service times as irregular as they come", async () => {
    const random = randomStream(1, "service");
    const model = { serviceMs: () => -Math.log(1 - random()) * (1000 / 45) };
    const { check } = await stress({ model, unloadedMs: 70 }, { minCapacity: null });
    within(check("capacity").observed, 45);
    expect(check("capacity").verdict).toBe("skipped");
    expect(check("capacity").message).toMatch(/^no limit named; it carries /);
  });

  test("one that refuses what is too much has the capacity of what it answers", async () => {
    // A bucket of five tokens that is filled 41 times a second.
    let [tokens, filledAt] = [5, 0];
    const model = {
      workers: 1000,
      serviceMs: () => 1,
      answer: (_: number, at: number) => {
        tokens = Math.min(5, tokens + ((at - filledAt) * 41) / 1000);
        filledAt = at;
        const taken = tokens >= 1;
        if (taken) tokens -= 1;
        return { status: taken ? 200 : 503, body: Buffer.alloc(0) };
      },
    };
    const { check } = await stress({ model, check: readable });
    expect(check("capacity").verdict).toBe("pass");
    within(check("capacity").observed, 41);
    expect(check("capacity").message).toContain(
      "had no right answer (at most 5 % may): status 503",
    );
  });

  test("one that only becomes slow has the last rate that met the limit on latency", async () => {
    let asked: number[] = [];
    const model = {
      workers: 1000,
      // Slower by a millisecond for each request of the last second, but never full.
      serviceMs: (_: number, at: number) => {
        asked = [...asked.filter((when) => when > at - 1000), at];
        return 20 + 2 * asked.length;
      },
    };
    const { check } = await stress({ model }, { slo: { p95: 110, errors: 0.05 } });
    expect(check("capacity")).toMatchObject({
      verdict: "pass",
      observed: 40,
      interval: [40, 47.7],
    });
    expect(check("capacity").message).toMatch(/\d+ of 239 were answered right within 110 ms/);
  });
});

describe("a break", () => {
  test("that is not there again when it is looked for is none", async () => {
    const random = randomStream(1, "service");
    let stalled = false;
    const model = {
      serviceMs: (_: number, at: number) => {
        if (stalled || at < 20_000) return 10 + random();
        stalled = true;
        return 4_000;
      },
    };
    const { check } = await stress({ model });
    expect(check("capacity")).toMatchObject({ verdict: "pass", observed: 80 });
  });

  test("is not called one by a server at nine tenths of its capacity", async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { check } = await stress({ model: server(40 / 0.9, seed) });
      expect(check("capacity").verdict).toBe("pass");
    }
  });

  test("at the first rate leaves nothing to come back to", async () => {
    const { check } = await stress({ model: server(7) }, { adverse: ["churn"] });
    expect(check("capacity").verdict).toBe("fail");
    for (const name of ["recovery", "churn"]) {
      expect(check(name).verdict).toBe("inconclusive");
      expect(check(name).hint).toContain("load.stress.start");
    }
  });

  test("that never comes leaves the capacity open", async () => {
    const { check } = await stress({ model: server(500) });
    expect(check("capacity")).toMatchObject({
      verdict: "pass",
      observed: 80,
      interval: [80, null],
    });
    expect(check("capacity").message).toContain("no higher rate was tried");
    expect(check("recovery").message).toContain("80.0/s, which it carried");
  });
});

describe("the least capacity", () => {
  /** A quarter of the answers of these runs at the least capacity, by their place, come far too late. */
  const lateIn = (runs: number[]) => {
    let tries = 0;
    return (generator: LoadGenerator): LoadGenerator => ({
      ...generator,
      async run(schedule, options) {
        const run = await generator.run(schedule, options);
        const rate = schedule.model === "open" ? 1000 / (schedule.arrivals[1] as number) : 0;
        if (Math.round(rate) !== 40 || !runs.includes(++tries)) return run;
        const { ended } = run.recording;
        for (let i = 0; i < ended.length; i += 4) ended[i] = (ended[i] as number) + 20_000;
        return run;
      },
    });
  };

  test.each([
    [[1], "pass"],
    [[1, 2], "fail"],
    [[1, 3], "fail"],
    [[2], "pass"],
  ])("where the tries %j do not keep up: %s", async (runs, verdict) => {
    const given = { rates: [10, 40], recoverWithinMs: 2_000 };
    const { check } = await stress({ model: server(200), disturb: lateIn(runs) }, given);
    expect(check("capacity").verdict).toBe(verdict);
  });

  test("that is the first rate and broke twice of three times fails, whatever is carried above", async () => {
    // The warm-up is the first run at that rate.
    const stage = { model: server(200), disturb: lateIn([2, 4]) };
    const { check } = await stress(stage, { rates: [40, 80], recoverWithinMs: 2_000 });
    expect(check("capacity").verdict).toBe("fail");
    expect(check("recovery").verdict).toBe("inconclusive");
  });
});

describe("a rate that is met only nearly", () => {
  /** Verdicts of a hundred servers that give no right answer to such a share of requests. */
  async function verdicts(share: number): Promise<Record<string, number>> {
    const count: Record<string, number> = {};
    for (let seed = 1; seed <= 100; seed++) {
      const random = randomStream(seed, "faults");
      const model = {
        serviceMs: () => 5,
        answer: () => ({ status: random() < share ? 500 : 200, body: Buffer.alloc(0) }),
      };
      const { check } = await stress({ model, seed }, { rates: [10, 40], recoverWithinMs: 1_000 });
      const { verdict } = check("capacity");
      count[verdict] = (count[verdict] ?? 0) + 1;
    }
    return count;
  }

  test("passes in at most five of a hundred runs where it is not carried", async () => {
    const { pass = 0 } = await verdicts(0.07);
    expect(pass).toBeLessThanOrEqual(5);
  });

  test("seldom fails where it is carried", async () => {
    const { fail = 0, pass = 0 } = await verdicts(0.02);
    expect(fail).toBe(0);
    expect(pass).toBeGreaterThanOrEqual(60);
  });
});

test("bursts leave room in flight for the ordinary requests", async () => {
  const model = { workers: 2_000, serviceMs: () => 400 };
  const given = {
    rates: [100, 1_200],
    minCapacity: 1_200,
    recoverWithinMs: 2_000,
    adverse: ["bursts"] as const,
  };
  const { check } = await stress({ model }, given);
  expect(check("bursts")).toMatchObject({ verdict: "pass", observed: 0 });
  expect(check("bursts").message).toContain("beside 256 more requests at once each second");
});

describe("recovery", () => {
  /** A server that is slow for so long after it last had a queue. */
  const tired = (slowForMs: number): VirtualStage["model"] => {
    let [busyAt, last, took, inARow] = [Number.NEGATIVE_INFINITY, 0, 0, 0];
    return {
      serviceMs: (_, at) => {
        inARow = at - last < took + 1 ? inARow + 1 : 0;
        if (inARow > 20) busyAt = at;
        last = at;
        took = inARow <= 20 && at - busyAt < slowForMs ? 60 : 23;
        return took;
      },
    };
  };

  test.each([
    [0, 30_000, "pass"],
    [12_000, 30_000, "pass"],
    [12_000, 5_000, "fail"],
    [60_000, 30_000, "fail"],
  ])("slow for %d ms, %d allowed: %s", async (slowForMs, recoverWithinMs, verdict) => {
    const { check } = await stress({ model: tired(slowForMs) }, { recoverWithinMs });
    expect(check("capacity").verdict).toBe("pass");
    const { observed, ...found } = check("recovery");
    expect(found.verdict).toBe(verdict);
    if (slowForMs === 0) expect(observed).toBeLessThanOrEqual(2_000);
    if (slowForMs === 12_000 && verdict === "pass") {
      expect(Math.abs((observed as number) - 12_000)).toBeLessThanOrEqual(3_000);
    }
    if (slowForMs === 60_000) expect(observed).toBeNull();
  });
});

describe("answers", () => {
  test("that are wrong only when many ask fail, though the rate is carried", async () => {
    let busy = 0;
    const model = {
      workers: 50,
      serviceMs: (_: number, at: number) => {
        busy = at;
        return 100;
      },
    };
    const check = (_: number) =>
      Promise.resolve({
        reason: busy % 3 < 1 ? "another caller's answer" : null,
        answer,
      });
    const { check: found } = await stress({ model, check });
    expect(found("correct").verdict).toBe("fail");
    expect(found("correct").message).toContain("another caller's answer");
  });

  test("that never come fail, and nothing else is judged", async () => {
    const model = { serviceMs: () => Number.POSITIVE_INFINITY };
    const { check, checks } = await stress({ model, unloadedMs: 10, timeoutMs: 1000 });
    expect(check("capacity")).toMatchObject({ verdict: "fail", observed: 0, limit: 40 });
    expect(checks.map(({ verdict }) => verdict)).toEqual(["fail", ...Array(6).fill("skipped")]);
  });
});

/** From a rate on, this machine does not keep up. */
const limitedAt = (most: number) => (generator: LoadGenerator) => ({
  ...generator,
  async run(schedule: Schedule, options: Parameters<LoadGenerator["run"]>[1]): Promise<LoadRun> {
    const run = await generator.run(schedule, options);
    const rate =
      schedule.model === "open" ? 1000 / ((schedule.arrivals[1] as number) || 1) : Infinity;
    const health = rate > most ? { ...run.health, utilisation: 0.95 } : run.health;
    return { ...run, health };
  },
});

test("steps that hold no four answers are not run, and told how long they must be", async () => {
  const { check, sent } = await stress({ model: server(100), unloadedMs: 1_500 });
  expect(check("capacity")).toMatchObject({
    verdict: "inconclusive",
    message: "not run: an answer takes 1.5 s even unloaded, and each step lasts 5.0 s",
    hint: "Let load.stress.each be 6.0 s or more.",
  });
  expect(sent).toBe(0);
});

describe("where this machine is the limit", () => {
  test("below the least capacity nothing is said of the server", async () => {
    const { check } = await stress({ model: server(20), disturb: limitedAt(11) });
    expect(check("capacity").verdict).toBe("error");
    expect(check("capacity").message).toMatch(
      /^at least 10\.0\/s: at 12\.5\/s the generator was the limit: its thread was busy 95\.0 %/,
    );
  });

  test("above it, the server has what it must have, and at least that", async () => {
    const { check } = await stress({ model: server(500), disturb: limitedAt(50) });
    expect(check("capacity")).toMatchObject({ verdict: "pass", observed: 47.7 });
    expect(check("capacity").message).toContain("at least 47.7/s: at 59.6/s the generator was");
  });

  test("room for too few in flight is no limit of a server that is as fast as ever", async () => {
    const model = { workers: 10_000, serviceMs: () => 1_000 };
    const given = { rates: [10, 600], minCapacity: 600, recoverWithinMs: 3_000 };
    const { check } = await stress({ model }, given);
    expect(check("capacity").verdict).toBe("error");
    expect(check("capacity").message).toMatch(
      /at 600\/s .* since answers that take 1\.0 s even alone need \d+ in flight at \d+\/s, and 512 may be/,
    );
    const roomy = await stress({ model }, { ...given, maxInFlight: 1_000 });
    expect(roomy.check("capacity").verdict).toBe("pass");
  });

  test("what is dropped because the server is slow is its own fault", async () => {
    const given = { rates: [10, 600], minCapacity: 600, recoverWithinMs: 3_000, maxInFlight: 64 };
    const { check } = await stress({ model: server(100) }, given);
    expect(check("capacity").verdict).toBe("fail");
  });

  test("at the first rate everything is an error", async () => {
    const { check } = await stress({ model: server(500), disturb: limitedAt(1) });
    expect(check("capacity").verdict).toBe("error");
    expect(check("recovery").verdict).toBe("error");
  });
});
