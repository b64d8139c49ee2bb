import type { StressConfig } from "../../src/config/types";
import { closeThreads, runStages, startThread } from "./stage-harness";

afterEach(closeThreads);

const STRESS: StressConfig = {
  rates: [50, 100, 200],
  eachMs: 1_000,
  minCapacity: 100,
  recoverWithinMs: 10_000,
  maxInFlight: 256,
  slo: { p95: null, errors: 0.05 },
  adverse: [],
  correct: 0.99,
};

const stress = (
  server: Parameters<typeof runStages>[0],
  given: Partial<StressConfig> = {},
  options = {},
) => runStages(server, { stress: { ...STRESS, ...given } }, options);

describe("a server that serves one request after the other", () => {
  test("breaks within a tenth of its capacity, and comes back", async () => {
    const server = await startThread("limited-server.cjs", { serviceMs: 1000 / 150 });
    const { check, series, result } = await stress(server);
    const { observed, verdict } = check("capacity");
    expect(verdict).toBe("pass");
    expect(Math.abs((observed as number) / 150 - 1)).toBeLessThan(0.1);
    expect(check("recovery").verdict).toBe("pass");
    expect(check("correct").verdict).toBe("pass");
    expect(check("churn").message).toContain("not asked for");
    expect(result.verdict).toBe("pass");
    const latency = series("latency").lines.map(({ name, points }) => [name, points.length]);
    expect(latency).toEqual([
      ["p50", 3],
      ["p95", 3],
    ]);
  });

  test("fails where it must carry more", async () => {
    const server = await startThread("limited-server.cjs", { serviceMs: 1000 / 70 });
    const { check } = await stress(server);
    expect(check("capacity")).toMatchObject({ verdict: "fail", limit: 100 });
    expect(check("capacity").observed).toBeLessThan(77);
  });

  test("that mixes answers up under an overload fails, though it carries enough", async () => {
    const behaviour = { serviceMs: 1000 / 150, swapAt: 20 };
    const { check } = await stress(await startThread("limited-server.cjs", behaviour));
    expect(check("capacity").verdict).toBe("pass");
    expect(check("correct").verdict).toBe("fail");
    expect(check("correct").evidence[0]?.request).toContain("POST /double");
  });
});

describe("in adverse company", () => {
  const alone = { rates: [50, 60], minCapacity: null };
  const all = ["bursts", "churn", "slow-readers", "oversized"] as const;

  test("a sound server serves ordinary requests all the same", async () => {
    const server = await startThread("limited-server.cjs", { serviceMs: 2 });
    const { check } = await stress(server, { ...alone, adverse: [...all] });
    expect(all.map((name) => [name, check(name).verdict])).toEqual(
      all.map((name) => [name, "pass"]),
    );
    expect(check("bursts").message).toMatch(/^beside 25 more requests at once each second: 0 of/);
    expect(check("churn").message).toMatch(/^beside \d+ requests on \d+ connections of their own/);
    expect(check("oversized").message).toMatch(
      /^beside \d requests of 8\.0 MiB \(\d answered, 0 refused\)/,
    );
  });

  test.each([
    ["bursts", { serviceMs: 2, mostWaiting: 4 }],
    ["churn", { serviceMs: 2, leakMs: 0.2 }],
    ["slow-readers", { serviceMs: 2, workers: 4 }],
    ["oversized", { serviceMs: 2, mibMs: 60 }],
  ] as const)("%s are too much for a server that is not made for them", async (name, behaviour) => {
    const server = () => startThread("limited-server.cjs", behaviour);
    const slo = { p95: 200, errors: 0.05 };
    const given = { ...alone, slo, adverse: [name] };
    const { check } = await stress(server, given, { timeoutMs: 1000 });
    expect(check(name).verdict).toBe("fail");
  });
});

test("an endpoint that was cold has no more time for its answers under load", async () => {
  const cold = { stall: { at: 1, ms: 900 } };
  const { check } = await stress(
    () => startThread("model-server.cjs", cold),
    { rates: [20, 25], minCapacity: null },
    { rows: [{ x: 1 }] },
  );
  expect(check("capacity").message).toContain("at least 25.0/s");
});

test("interrupted, every check says so", async () => {
  const server = await startThread("limited-server.cjs");
  const { result } = await stress(server, {}, { signal: AbortSignal.timeout(1_500) });
  const judged = result.checks.filter(({ message }) => !message.startsWith("not asked for"));
  expect(judged.map(({ verdict, message }) => [verdict, message])).toEqual(
    judged.map(() => ["error", "not judged: interrupted"]),
  );
});
