import { checkOf, gate } from "../../support/run-gate";
import { type SmallServer, startV2Server } from "../../support/small-v2-server";
import { type AskedQuery, startPrometheus, type Told } from "./prometheus-server";

const running: { close(): Promise<void> }[] = [];
let model: SmallServer;
beforeAll(async () => {
  model = await startV2Server();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()));
});
afterAll(() => model.close());

interface Side {
  requests: Told;
  errors: Told;
  latency?: Told;
}

/** Queries are `WHAT:SIDE:WINDOW`, so that a test sees what was filled in. */
const sides =
  (candidate: Side, baseline: Side) =>
  ({ query }: AskedQuery): Told => {
    const [what, revision] = query.split(":") as [keyof Side, string];
    return (revision === "v3" ? candidate : baseline)[what] ?? 0;
  };

async function read(tell: (asked: AskedQuery) => Told, more = "", latency = false) {
  const prometheus = await startPrometheus(tell);
  running.push(prometheus);
  const outcome = await gate(`
endpoint: { url: "${model.url}", protocol: oip-v2, model: m }
system: off
load: off
canary:
  steps: [10%]
  ${more}
  metrics:
    url: ${prometheus.url}
    auth: { bearer: s3cret }
    window: 10m
    candidate: v3
    baseline: v2
    requests: "requests:{{revision}}:{{window}}"
    errors: "errors:{{revision}}:{{window}}"
    ${latency ? 'latency: "latency:{{revision}}:{{window}}"' : ""}
`);
  return { outcome, asked: prometheus.asked };
}

test("counts of the past window, of both sides at the same time", async () => {
  const { outcome, asked } = await read(
    sides({ requests: 1000.2, errors: 1.9 }, { requests: 9004.7, errors: 20 }),
  );
  expect(checkOf(outcome, "canary/stage-1")).toMatchObject({
    verdict: "pass",
    n: 1000,
    observed: 0.002,
  });
  expect(checkOf(outcome, "canary/split").verdict).toBe("pass");
  expect(checkOf(outcome, "canary/rollback").verdict).toBe("pass");
  expect(outcome.exitStatus).toBe(0);
  expect(asked.map(({ path, query }) => [path, query])).toEqual([
    ["/api/v1/query", "requests:v3:600s"],
    ["/api/v1/query", "errors:v3:600s"],
    ["/api/v1/query", "requests:v2:600s"],
    ["/api/v1/query", "errors:v2:600s"],
  ]);
  expect(new Set(asked.map(({ time }) => time)).size).toBe(1);
  expect(new Set(asked.map(({ authorization }) => authorization))).toEqual(
    new Set(["Bearer s3cret"]),
  );
  expect(outcome.result.suites[0]?.requests).toBe(4);
});

test("more errors than the baseline's are to be rolled back", async () => {
  const { outcome } = await read(
    sides({ requests: 1000, errors: 40 }, { requests: 9000, errors: 90 }),
  );
  expect(checkOf(outcome, "canary/stage-1").verdict).toBe("fail");
  expect(checkOf(outcome, "canary/rollback").message).toMatch(/^the canary is to be rolled back/);
  expect(outcome.exitStatus).toBe(1);
});

test("a share that is not the configured one is caught, and nothing is judged by it", async () => {
  const { outcome } = await read(
    sides({ requests: 200, errors: 0 }, { requests: 9800, errors: 0 }),
  );
  expect(checkOf(outcome, "canary/split").verdict).toBe("fail");
  expect(checkOf(outcome, "canary/stage-1")).toMatchObject({ verdict: "error" });
  expect(outcome.exitStatus).toBe(1);
});

const empty = { body: { status: "success", data: { resultType: "vector", result: [] } } };

describe("what is missing is never a pass", () => {
  test.each([
    ["NaN", { requests: "NaN", errors: 0 }, "inconclusive", /requests of v3: no data: NaN/],
    [
      "no series",
      { requests: empty, errors: 0 },
      "inconclusive",
      /requests of v3: no data: no series/,
    ],
    [
      "no series of errors",
      { requests: 1000, errors: empty },
      "inconclusive",
      /errors of v3: no data: .*or vector\(0\)/,
    ],
    ["no requests", { requests: 0, errors: 0 }, "error", /no request reached the canary/],
    [
      "too few requests",
      { requests: 100, errors: 0 },
      "inconclusive",
      /more requests of the canary/,
    ],
    [
      "a query that is refused",
      {
        requests: { status: 400, body: { status: "error", error: "parse error" } },
        errors: 0,
      },
      "error",
      /it refused the query: parse error/,
    ],
    [
      "no credentials",
      { requests: { status: 401, body: "Unauthorized" }, errors: 0 },
      "error",
      /it answered with status 401/,
    ],
    [
      "more errors than requests",
      { requests: 1000, errors: 2000 },
      "error",
      /2000 errors of 1000 requests: the two queries do not count the same/,
    ],
    ["a count below 0", { requests: -5, errors: 0 }, "error", /-5 is no count/],
  ] as [string, Side, string, RegExp][])("%s", async (_, candidate, verdict, message) => {
    const few = candidate.requests === 100;
    const { outcome } = await read(sides(candidate, { requests: few ? 900 : 9000, errors: 10 }));
    const check = checkOf(outcome, "canary/stage-1");
    expect(check.verdict).toBe(verdict);
    expect(check.message).toMatch(message);
    expect(outcome.exitStatus).not.toBe(0);
  });

  test("a server that is not there", async () => {
    const outcome = await gate(`
endpoint: { url: "${model.url}", protocol: oip-v2, model: m }
system: off
load: off
canary:
  steps: [10%]
  metrics: { url: "http://127.0.0.1:1", candidate: a, baseline: b, requests: "{{revision}}{{window}}", errors: "{{revision}}{{window}}" }
`);
    expect(checkOf(outcome, "canary/stage-1").message).toMatch(/it gave no answer/);
    expect(outcome.exitStatus).toBe(3);
  });
});

describe("latency by twelve windows, paired by their time", () => {
  const counts = (candidate: Told, baseline: Told) =>
    sides(
      { requests: 1000, errors: 0, latency: candidate },
      { requests: 9000, errors: 0, latency: baseline },
    );

  test("within the limit", async () => {
    const { outcome, asked } = await read(
      counts(
        (at) => 0.1 + (at % 7) / 100,
        (at) => 0.1 + (at % 7) / 100,
      ),
      "max_slowdown: 10%",
      true,
    );
    expect(checkOf(outcome, "canary/stage-1")).toMatchObject({ verdict: "pass" });
    expect(checkOf(outcome, "canary/stage-1").message).toMatch(/latency 1\d\d ms against 1\d\d ms/);
    const [ours] = asked.filter(({ path }) => path === "/api/v1/query_range");
    expect(ours).toMatchObject({ query: "latency:v3:50s", step: 50 });
    expect((ours?.end ?? 0) - (ours?.start ?? 0)).toBe(550);
  });

  test("beyond it", async () => {
    const { outcome } = await read(counts(0.13, 0.1), "max_slowdown: 10%", true);
    expect(checkOf(outcome, "canary/stage-1").verdict).toBe("fail");
  });

  test.each([
    ["no data on one side", "NaN", 0.1],
    ["no data on either", empty, empty],
  ] as [string, Told, Told][])("%s is inconclusive", async (_, ours, theirs) => {
    const { outcome } = await read(counts(ours, theirs), "max_slowdown: 10%", true);
    expect(checkOf(outcome, "canary/stage-1")).toMatchObject({ verdict: "inconclusive" });
    expect(checkOf(outcome, "canary/stage-1").message).toMatch(/no times of both sides/);
  });

  test("without a limit it is told", async () => {
    const { outcome } = await read(counts(0.13, 0.1), "", true);
    expect(checkOf(outcome, "canary/stage-1")).toMatchObject({ verdict: "pass" });
    expect(checkOf(outcome, "canary/stage-1").message).toMatch(
      /latency 130 ms against 100 ms \(medians\), typically 30 % slower/,
    );
  });
});

test("credentials go to no host that the workflow does not name", async () => {
  const prometheus = await startPrometheus(() => 0);
  running.push(prometheus);
  await expect(
    gate(
      `
endpoint: { url: "${model.url}", protocol: oip-v2, model: m }
canary:
  steps: [10%]
  metrics: { url: "${prometheus.url}", auth: { bearer: x }, candidate: a, baseline: b, requests: "{{revision}}{{window}}", errors: "{{revision}}{{window}}" }
`,
      { allowedHosts: [new URL(model.url).host] },
    ),
  ).rejects.toMatchObject({ code: "config/secret-host" });
  expect(prometheus.asked).toEqual([]);
});

test("a canary that has no latency in half of the window has not shown one", async () => {
  const gaps = (atS: number) => (Math.floor(atS / 50) % 2 === 0 ? Number.NaN : 0.1);
  const { outcome } = await read(
    sides(
      { requests: 1000, errors: 0, latency: gaps },
      { requests: 9000, errors: 0, latency: 0.1 },
    ),
    "max_slowdown: 20%",
    true,
  );
  const stage = checkOf(outcome, "canary/stage-1");
  expect(stage.verdict).toBe("inconclusive");
  expect(stage.message).toMatch(/in 6 of 12 parts of the window only one side has a latency/);
});

test("what is beyond counting is no count", async () => {
  const { outcome } = await read(
    sides({ requests: 1e300, errors: 0 }, { requests: 1e300, errors: 0 }),
  );
  expect(checkOf(outcome, "canary/stage-1").verdict).toBe("error");
  expect(checkOf(outcome, "canary/stage-1").message).toMatch(/requests of v3: 1e\+300 is no count/);
});

test("what was measured on another split than the configured one scores nothing", async () => {
  const { outcome } = await read(
    sides({ requests: 5000, errors: 0 }, { requests: 5000, errors: 0 }),
  );
  expect(checkOf(outcome, "canary/split").verdict).toBe("fail");
  expect(checkOf(outcome, "canary/score")).toMatchObject({ verdict: "inconclusive", observed: 0 });
});
