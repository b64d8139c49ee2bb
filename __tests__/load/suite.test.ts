import { closeServers, inputs, runSuite, startServer } from "./harness";

afterEach(closeServers);

describe("the load suite", () => {
  test("without limits of its own the percentiles are told, not judged", async () => {
    const { result, check } = await runSuite(await startServer(), { rate: 200, forMs: 2000 });
    expect(result.verdict).toBe("pass");
    expect(check("p95")).toMatchObject({ verdict: "skipped", unit: "ms" });
    expect(check("p95").message).toMatch(/^no limit named; measured \d/);
    expect(check("goodput")).toMatchObject({ verdict: "skipped", observed: 1 });
    expect(check("errors")).toMatchObject({ verdict: "pass", observed: 0, limit: 0.01 });
    expect(check("correct")).toMatchObject({ verdict: "pass", observed: 1, limit: 0.99 });
  });

  test("a p99 over its limit fails", async () => {
    const { check } = await runSuite(await startServer({ delayMs: 300 }), {
      rate: 100,
      forMs: 2000,
      slo: { p99: 50, goodput: 0.9 },
    });
    expect(check("p99").verdict).toBe("fail");
    expect(check("goodput")).toMatchObject({ verdict: "fail", observed: 0 });
  });

  test("a load whose limit is missed for certain is ended early, and says so", async () => {
    const { check, result } = await runSuite(await startServer({ delayMs: 200 }), {
      rate: 100,
      forMs: 30_000,
      slo: { p95: 50, goodput: 0.9 },
    });
    expect(check("p95").verdict).toBe("fail");
    expect(check("p95").message).toMatch(
      /^(\d+) of the first \1 requests were over the limit \(5 % may be\).*the load was ended early; \d+ of \d+ requests were over 50\.0 ms/,
    );
    expect(check("goodput").verdict).toBe("fail");
    expect(check("generator").verdict).toBe("pass");
    // Far from the 3,000 of the whole.
    expect(check("errors").n).toBeGreaterThanOrEqual(100);
    expect(check("errors").n).toBeLessThan(1500);
    expect(result.durationMs).toBeLessThan(25_000);
  });

  test("one that is within its limit is sent to its end", async () => {
    const { check } = await runSuite(await startServer(), { rate: 200, slo: { p95: 500 } });
    expect(check("p95").verdict).toBe("pass");
    expect(check("errors").n).toBeGreaterThan(300);
  });

  test("forty requests cannot pass a p99", async () => {
    const { check, result } = await runSuite(await startServer(), { slo: { p99: 500 } });
    expect(check("p99").verdict).toBe("inconclusive");
    expect(check("p99").message).toMatch(/too few to tell.*about \d+ more requests/);
    expect(result.verdict).toBe("inconclusive");
  });

  test.each([
    ["another caller's answer", { underConcurrency: "swap" }, 'output "y": '],
    ["a 200 that holds an error", { underConcurrency: "error-body" }, "the answer has no y"],
  ])("%s is wrong, and an error too", async (_, fault, reason) => {
    const server = await startServer({ delayMs: 50, ...fault });
    const { check } = await runSuite(server, { rate: 60, forMs: 2000, slo: { p95: 1000 } });
    expect(check("correct").verdict).toBe("fail");
    expect(check("correct").message).toContain(reason);
    expect(check("correct").evidence[0]?.request).toContain("POST /double");
    expect(check("errors").verdict).toBe("fail");
    expect(check("errors").message).toContain("answered wrongly");
    expect(check("p95").verdict).toBe("fail");
  });

  test("another caller's id gives a mixed-up answer away where the values are alike", async () => {
    const server = await startServer({ delayMs: 50, underConcurrency: "swap", echoId: true });
    const rows = Array.from({ length: 20 }, () => ({ x: 1 }));
    const { check } = await runSuite(server, { rate: 60, forMs: 2000, rows });
    expect(check("correct").verdict).toBe("fail");
    expect(check("correct").message).toContain("it carries the id of another request");
  });

  test("an endpoint that contradicts itself unloaded cannot be found right or wrong", async () => {
    const { check } = await runSuite(await startServer({ random: true }), { rate: 200 });
    expect(check("correct").verdict).toBe("inconclusive");
    expect(check("correct").message).toContain("does not repeat itself even unloaded");
    expect(check("errors")).toMatchObject({ verdict: "pass", observed: 0 });
  });

  test.each([
    ["bytes that differ but say the same", { timestamps: true }],
    ["compressed answers", { gzip: true }],
    ["echoed ids", { echoId: true }],
  ])("%s are right", async (_, behaviour) => {
    const { check } = await runSuite(await startServer(behaviour), { rate: 200 });
    expect(check("correct")).toMatchObject({ verdict: "pass", observed: 1 });
  });

  test("what does not fit under the cap is dropped, counted, and over the limits", async () => {
    const server = await startServer({ delayMs: 200 });
    const { check, result, attempts } = await runSuite(server, {
      rate: 50,
      forMs: 2000,
      maxInFlight: 2,
      rows: inputs.slice(0, 3),
      slo: { p95: 1000 },
    });
    expect(check("generator").verdict).toBe("pass");
    expect(check("errors").verdict).toBe("fail");
    expect(check("errors").message).toMatch(/\d+ not sent because too many were in flight/);
    expect(check("p95").verdict).toBe("fail");
    if (attempts === 1) expect(result.requests).toBe((await server.record()).requests);
  });

  test("a rate beyond this machine judges nothing", async () => {
    const { result, check } = await runSuite(await startServer(), {
      rate: 200_000,
      forMs: 1000,
      // So many that it has to send: to drop what is over a low cap costs it next to nothing.
      maxInFlight: 2000,
      slo: { p95: 1000, goodput: 0.5 },
    });
    expect(result.checks.map(({ verdict }) => verdict)).toEqual(Array(7).fill("error"));
    expect(result.verdict).toBe("error");
    expect(check("generator").message).toContain("the generator was the limit");
    expect(check("generator").message).toMatch(
      /; this machine sends at most about \d+00\/s of such requests$/,
    );
    expect(check("p95").message).toContain("the generator was the limit");
  });

  test("a rate that this machine only drops under a low cap is not the endpoint's", async () => {
    const { result } = await runSuite(await startServer(), {
      rate: 8000,
      forMs: 1000,
      maxInFlight: 1,
      slo: { p95: 1000 },
    });
    expect(result.checks.map(({ verdict }) => verdict)).toEqual(Array(7).fill("error"));
    expect(result.reason).toContain("(max_in_flight)");
  });

  test("an endpoint that hangs when unloaded fails after three time-outs", async () => {
    const server = await startServer({ hangAfter: 0 });
    const { result, check } = await runSuite(server, { timeoutMs: 200 });
    expect(check("errors").verdict).toBe("fail");
    expect(check("p95")).toMatchObject({ verdict: "skipped" });
    expect(check("p95").message).toContain("got no answer");
    expect(result.requests).toBe(3);
  });

  test("an endpoint that hangs under load fails after ten time-outs", async () => {
    // The unloaded answers of twenty inputs and the warm-up still come.
    const server = await startServer({ hangAfter: 50 });
    const { result, check } = await runSuite(server, { timeoutMs: 300, forMs: 600_000 });
    expect(check("errors")).toMatchObject({ verdict: "fail", observed: 1, n: 10 });
    expect(check("correct").verdict).toBe("skipped");
    expect(result.verdict).toBe("fail");
  });

  test("an endpoint that is not there is an error", async () => {
    const server = await startServer();
    await closeServers();
    const { result } = await runSuite(server);
    expect(result.checks.map(({ verdict }) => verdict)).toEqual(Array(7).fill("error"));
    expect(result.reason).toContain("nothing listens");
  });

  test("an endpoint that only answers with errors fails", async () => {
    const { result, check } = await runSuite(await startServer({ status: 503 }));
    expect(check("errors").verdict).toBe("fail");
    expect(result.reason).toContain("503");
  });

  test("connections that break off count as errors", async () => {
    const server = await startServer({ resetAfter: 50, resetEvery: 5 });
    const { check } = await runSuite(server, { rate: 100 });
    expect(check("errors").verdict).toBe("fail");
    expect(check("errors").message).toMatch(
      /\d+ broken off \(127\.0\.0\.1:\d+ closed the connection/,
    );
    expect(check("errors").evidence.length).toBeGreaterThan(0);
    expect(check("correct")).toMatchObject({ observed: 1 });
  });

  test("interrupted, it says so", async () => {
    const server = await startServer();
    const { result } = await runSuite(server, { signal: AbortSignal.timeout(800), forMs: 60_000 });
    expect(result.checks.map(({ verdict }) => verdict)).toEqual(Array(7).fill("error"));
    expect(result.checks[0]?.message).toBe("not judged: interrupted");
  });

  test("without inputs it is an error that says what to give", async () => {
    const { result, check } = await runSuite(await startServer(), { rows: [] });
    expect(result.verdict).toBe("error");
    expect(result.requests).toBe(0);
    expect(check("p50").hint).toContain("data: { file");
  });
});
