import type { ScalabilityConfig } from "../../src/config/types";
import { randomStream } from "../../src/stats/random";
import { scalabilityStage } from "../../src/suites/load/scalability/scalability-stage";
import { runVirtually, type VirtualStage } from "./virtual/virtual-stage";

const CONFIG: ScalabilityConfig = {
  users: [1, 2, 4, 8, 16, 32],
  eachMs: 3_000,
  thinkMs: 0,
  minEfficiency: { at: 8, ratio: 0.7 },
  correct: 0.99,
  elasticity: null,
};

const scale = (stage: VirtualStage, given: Partial<ScalabilityConfig> = {}) =>
  runVirtually(stage, (context, sessions) =>
    scalabilityStage.run(context, { ...CONFIG, ...given }, sessions),
  );

/** Answers take what the universal scalability law says for as many as are in its hands, and a noise. */
function lawful(alpha: number, beta: number, seed: number, noise = 0.05): VirtualStage["model"] {
  const random = randomStream(seed, "noise");
  let over: number[] = [];
  return {
    workers: 1000,
    serviceMs: (_, at) => {
      over = over.filter((end) => end > at);
      const n = over.length + 1;
      const ms = 20 * (1 + alpha * (n - 1) + beta * n * (n - 1)) * (1 + noise * (2 * random() - 1));
      over.push(at + ms);
      return ms;
    },
  };
}

const law =
  /contention α ([\d.e-]+) \[([\d.e-]+), ([\d.e-]+)\], coherency β ([\d.e-]+) \[([\d.e-]+), ([\d.e-]+)\]/;

describe("a server that scales by the law", () => {
  test("has its α and β in their intervals, and its efficiency too", async () => {
    const [alpha, beta] = [0.05, 0.002];
    const efficiency = 1 / (1 + 7 * alpha + 56 * beta);
    const held = { alpha: 0, beta: 0, efficiency: 0 };
    for (let seed = 1; seed <= 20; seed++) {
      const { check } = await scale({ model: lawful(alpha, beta, seed), seed });
      const { message, interval, observed } = check("efficiency");
      const [a, aLow, aHigh, b, bLow, bHigh] = (law.exec(message) ?? []).slice(1).map(Number) as [
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      expect(Math.abs(a / alpha - 1)).toBeLessThan(0.15);
      expect(Math.abs(b / beta - 1)).toBeLessThan(0.15);
      if (aLow <= alpha && alpha <= aHigh) held.alpha++;
      if (bLow <= beta && beta <= bHigh) held.beta++;
      const [low, high] = interval as [number, number];
      if (low <= efficiency && efficiency <= high) held.efficiency++;
      expect(Math.abs((observed as number) / efficiency - 1)).toBeLessThan(0.05);
    }
    // Of 20 intervals at 95 and 90 %, less what chance allows.
    expect(held.alpha).toBeGreaterThanOrEqual(16);
    expect(held.beta).toBeGreaterThanOrEqual(16);
    expect(held.efficiency).toBeGreaterThanOrEqual(14);
  });

  test.each([
    [0.01, "pass"],
    [0.2, "fail"],
  ])("with a contention of %d: %s", async (alpha, verdict) => {
    const { check, series } = await scale({ model: lawful(alpha, 0.0001, 1) });
    expect(check("efficiency").verdict).toBe(verdict);
    expect(check("elasticity").message).toContain("not asked for");
    expect(series.map(({ id }) => id)).toEqual([
      "load/scalability/throughput",
      "load/scalability/efficiency",
      "load/scalability/response-times",
    ]);
  });

  test("the law is a curve through what was measured, and says where its peak is", async () => {
    const { series } = await scale({ model: lawful(0.02, 0.01, 1) });
    const [measured, law] = series[0]?.lines ?? [];
    expect(law?.name).toMatch(/^scalability law, peak at (9|10|11) users$/);
    expect(law?.points.length).toBeGreaterThan(30);
    expect(law?.points.at(-1)?.[0]).toBe(measured?.points.at(-1)?.[0]);
    expect(series[1]?.lines.map(({ name }) => name)).toEqual(["measured", "limit at 8 users"]);
  });

  test("at the very limit it is told what would tell", async () => {
    // 1/(1 + 7α) = 0.7
    const { check } = await scale({ model: lawful(3 / 49, 0, 1, 0.6) });
    expect(check("efficiency").verdict).toBe("inconclusive");
    expect(check("efficiency").hint).toContain("load.scalability.each");
  });
});

test("a fixed number of workers is no law, and is judged all the same", async () => {
  const eight = { workers: 8, serviceMs: () => 20 };
  const { check } = await scale({ model: eight });
  expect(check("efficiency")).toMatchObject({ verdict: "pass" });
  expect(check("efficiency").observed).toBeCloseTo(1, 1);
  const two = await scale({ model: { workers: 2, serviceMs: () => 20 } });
  expect(two.check("efficiency").verdict).toBe("fail");
  expect(two.check("efficiency").observed).toBeCloseTo(0.25, 1);
});

test("users who think are no less busy", async () => {
  const { check } = await scale({ model: lawful(0.01, 0, 1) }, { thinkMs: 40, eachMs: 20_000 });
  expect(check("efficiency").verdict).toBe("pass");
  expect(check("efficiency").message).not.toContain("Little's law");
});

test("without a limit it is told, not judged", async () => {
  const { check } = await scale({ model: lawful(0.05, 0.002, 1) }, { minEfficiency: null });
  expect(check("efficiency")).toMatchObject({ verdict: "skipped", limit: null });
  expect(check("efficiency").message).toMatch(/^no limit named; at 32 users/);
});

test("without a single user the law is told, and no efficiency that rests on it", async () => {
  const given = { users: [8, 16, 32, 64], minEfficiency: null };
  const { check } = await scale({ model: lawful(0.1, 0, 1) }, given);
  expect(check("efficiency")).toMatchObject({ verdict: "skipped", observed: null, interval: null });
  expect(check("efficiency").message).toMatch(/^no limit named; no single user .* contention α/);
});

test("answers that are refused do not count as throughput", async () => {
  let over: number[] = [];
  const model = {
    workers: 1000,
    serviceMs: (_: number, at: number) => {
      over = [...over.filter((end) => end > at), at + 20];
      return 20;
    },
    answer: (_: number, at: number) => ({
      status: over.filter((end) => end >= at).length > 4 ? 503 : 200,
      body: Buffer.alloc(0),
    }),
  };
  const { check } = await scale({ model });
  expect(check("efficiency").verdict).toBe("fail");
});

describe("a step up", () => {
  const elasticity = {
    from: 5,
    to: 40,
    holdMs: 1_000,
    withinMs: 20_000,
    slo: { p95: 500, errors: 0.05 },
    replicas: null,
    maxInFlight: 512,
  };
  const few = { users: [1, 2, 3, 4], eachMs: 200, minEfficiency: null };

  test.each([
    [30, "fail"],
    [37, "fail"],
    [42, "pass"],
  ])("to 40/s with a queue that %d/s serve: %s", async (capacity, verdict) => {
    const model = { serviceMs: () => 1000 / capacity };
    const { check } = await scale({ model }, { ...few, elasticity });
    expect(check("elasticity").verdict).toBe(verdict);
  });
});

describe("requests without a right answer", () => {
  const answer = { status: 0, headers: {}, body: Buffer.alloc(0), firstByteMs: 0, durationMs: 0 };
  const readable = () => Promise.resolve({ reason: null, answer });
  const status = (isBad: boolean) => ({ status: isBad ? 503 : 200, body: Buffer.alloc(0) });

  test("are no growth: one that refuses half of them at any number of users fails", async () => {
    const random = randomStream(1, "refused");
    const halfRefused = () => status(random() < 0.5);
    const { check } = await scale({
      model: { workers: 1000, serviceMs: () => 20, answer: halfRefused },
      check: readable,
    });
    expect(check("efficiency").verdict).toBe("fail");
    expect(check("efficiency").message).toMatch(
      /^\d+ of \d+ requests of [18] users had no right answer \(at most 5.0 % may\); /,
    );
  });

  /** From more users than this on it gives no right answer, for ever or until they are gone. */
  const tooMany = (most: number, forEver: boolean): VirtualStage["model"] => {
    let over: number[] = [];
    let broken = false;
    return {
      workers: 1000,
      serviceMs: (_, at) => {
        over = [...over.filter((end) => end > at), at + 20];
        broken = over.length > most || (forEver && broken);
        return 20;
      },
      answer: () => status(broken),
    };
  };

  test("at other numbers of users than the judged one are told", async () => {
    const { check } = await scale({ model: tooMany(20, false), check: readable });
    expect(check("efficiency").verdict).toBe("pass");
    expect(check("efficiency").message).toContain("no right answer at 32 users");
  });

  test("at the end fail, whichever users came last", async () => {
    for (let seed = 1; seed <= 3; seed++) {
      const { check } = await scale(
        { model: tooMany(7, true), check: readable, seed },
        {
          users: [1, 8],
          minEfficiency: { at: 1, ratio: 0.7 },
        },
      );
      expect(check("efficiency").verdict).toBe("fail");
    }
  });
});

test("an endpoint that answers no user fails", async () => {
  const model = { serviceMs: () => Number.POSITIVE_INFINITY };
  const { checks } = await scale({ model, unloadedMs: 10, timeoutMs: 100 });
  expect(checks.map(({ verdict }) => verdict)).toEqual(["fail", "skipped", "skipped"]);
});

test("answers too slow for the time at each number are told as too few", async () => {
  const { check } = await scale({ model: { workers: 99, serviceMs: () => 900 } });
  expect(check("efficiency").verdict).toBe("inconclusive");
  expect(check("efficiency").message).toMatch(/^\d answers in a run of 1 users are too few/);
});

test("where this machine is the limit at the users that count, it is an error", async () => {
  const { check } = await scale({
    model: lawful(0.05, 0, 1),
    disturb: (generator) => ({
      ...generator,
      async run(schedule, options) {
        const run = await generator.run(schedule, options);
        const busy = schedule.model === "closed" && schedule.users >= 8;
        return busy ? { ...run, health: { ...run.health, utilisation: 0.9 } } : run;
      },
    }),
  });
  expect(check("efficiency").verdict).toBe("error");
  expect(check("efficiency").message).toContain("at 8 users the generator was the limit");
});
