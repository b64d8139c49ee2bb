import type { ElasticityConfig, ScalabilityConfig } from "../../src/config/types";
import { closeServers, startServer } from "./harness";
import { closeThreads, runStages, startThread } from "./stage-harness";

afterEach(closeThreads);
afterEach(closeServers);

const SCALABILITY: ScalabilityConfig = {
  users: [1, 2, 4, 8],
  eachMs: 500,
  thinkMs: 0,
  minEfficiency: { at: 4, ratio: 0.7 },
  correct: 0.99,
  elasticity: null,
};

const scale = (server: { url: string }, given: Partial<ScalabilityConfig> = {}, options = {}) =>
  runStages(server, { scalability: { ...SCALABILITY, ...given } }, options);

describe("throughput and users", () => {
  test("a server that takes its time for each alone scales", async () => {
    const { check, series, result } = await scale(await startServer({ delayMs: 20 }));
    expect(check("efficiency").verdict).toBe("pass");
    expect(check("correct")).toMatchObject({ verdict: "pass", observed: 1 });
    expect(check("elasticity").verdict).toBe("skipped");
    expect(result.verdict).toBe("pass");
    expect(
      series("throughput").lines.map(({ name, points }) => [name.split(",")[0], points.length]),
    ).toEqual([
      ["measured", 12],
      ["scalability law", 25],
    ]);
  });

  test("a server that serves one after the other does not", async () => {
    const server = await startThread("limited-server.cjs", { serviceMs: 10 });
    const { check } = await scale(server);
    expect(check("efficiency").verdict).toBe("fail");
    expect(Math.abs((check("efficiency").observed as number) - 0.25)).toBeLessThan(0.05);
  });

  test("answers that are another's where several ask fail, however fast they come", async () => {
    const server = await startServer({ delayMs: 20, underConcurrency: "swap" });
    const { check } = await scale(server);
    expect(check("correct").verdict).toBe("fail");
    expect(check("correct").evidence[0]?.request).toContain("POST /double");
  });

  test("an endpoint that is not there is an error", async () => {
    const server = await startServer();
    await closeServers();
    const { result } = await scale(server);
    expect(result.checks.map(({ verdict }) => verdict)).toEqual(["error", "skipped", "error"]);
  });
});

describe("elasticity", () => {
  const ELASTICITY: ElasticityConfig = {
    from: 10,
    to: 100,
    holdMs: 500,
    withinMs: 15_000,
    slo: { p95: 150, errors: 0.05 },
    replicas: {
      kind: "monitor",
      monitor: {
        source: { kind: "json", url: "/replicas" },
        measures: { replicas: "$.replicas" },
      },
    },
    maxInFlight: 512,
  };
  const elastic = (server: { url: string }, given: Partial<ElasticityConfig> = {}) =>
    scale(server, {
      users: [1, 2, 3, 4],
      eachMs: 200,
      minEfficiency: null,
      elasticity: { ...ELASTICITY, ...given },
    });

  test("a server that adds replicas in time passes, and takes them away again", async () => {
    const server = await startThread("elastic-server.cjs", { addMs: 1_000 });
    const { check, series } = await elastic(server);
    const { verdict, message, observed } = check("elasticity");
    expect({ verdict, message }).toMatchObject({ verdict: "pass" });
    expect(observed).toBeGreaterThan(0);
    expect(message).toMatch(/replicas rose from 1 to [234], and fell .* after the step down/);
    expect(series("elasticity").lines.map(({ name }) => name)).toEqual(["p95", "limit of p95"]);
    const [before, step] = series("offered").lines[0]?.points ?? [];
    expect([before?.[1], step]).toEqual([ELASTICITY.from, [0, ELASTICITY.to]]);
    expect(series("replicas").lines[0]?.points.length).toBeGreaterThan(3);
  });

  test("one that adds none fails", async () => {
    const server = await startThread("elastic-server.cjs", { most: 1 });
    const { check } = await elastic(server, { withinMs: 3_000 });
    expect(check("elasticity")).toMatchObject({ verdict: "fail", observed: null });
    expect(check("elasticity").message).toContain("the replicas did not rise above 1");
  });

  test("one that keeps its replicas for ever fails, too", async () => {
    const server = await startThread("elastic-server.cjs", { addMs: 300, dropMs: 1e9 });
    const { check } = await elastic(server, { withinMs: 6_000 });
    expect(check("elasticity").verdict).toBe("fail");
    expect(check("elasticity").message).toContain("and did not fall within 6.0 s");
  });

  test("replicas that can no longer be seen after the step down leave it open", async () => {
    const server = await startThread("elastic-server.cjs", { addMs: 300, silentMs: 2_500 });
    const { check } = await elastic(server, { withinMs: 6_000 });
    expect(check("elasticity").verdict).toBe("inconclusive");
    expect(check("elasticity").message).toMatch(
      /replicas rose from 1 to [234], and could not be seen after the step down: /,
    );
  });

  test("one that needs no more than it has passes at once", async () => {
    const server = await startThread("elastic-server.cjs", { serviceMs: 2 });
    const { check } = await elastic(server, { replicas: null });
    expect(check("elasticity")).toMatchObject({ verdict: "pass", observed: 0 });
    expect(check("elasticity").message).toContain("no source of replicas was named");
  });

  test("replicas are counted by the header of an answer", async () => {
    const server = await startThread("elastic-server.cjs", { addMs: 500 });
    const { check } = await elastic(server, { replicas: { kind: "header", header: "x-replica" } });
    expect(check("elasticity").message).toMatch(/replicas rose from 1 to [234]/);
  });

  test("a source that tells nothing leaves it open", async () => {
    const server = await startThread("elastic-server.cjs", { serviceMs: 2 });
    const { check } = await elastic(server, { replicas: { kind: "header", header: "x-pod" } });
    expect(check("elasticity").verdict).toBe("inconclusive");
    expect(check("elasticity").message).toContain("answers have no header x-pod");
  });

  test("answers that are wrong while it grows are not forgiven", async () => {
    const server = await startThread("elastic-server.cjs", { addMs: 500, swapAt: 8 });
    const { check } = await elastic(server);
    expect(check("correct").verdict).toBe("fail");
  });
});
