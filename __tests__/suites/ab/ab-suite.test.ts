import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { judgeRatio } from "../../../src/suites/ab/judge-ratio";
import { stickyShare } from "../../../src/suites/assignment/sticky-share";
import { checkOf, gate } from "../../support/run-gate";
import { type Fault, refuse, type SmallServer, startV2Server } from "../../support/small-v2-server";

let folder: string;
const servers: SmallServer[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "infergate-ab-"));
  const lines = Array.from(
    { length: 300 },
    (_, i) => `user${i % 60},${i % 100},1,${(i % 100) + 2}`,
  );
  await writeFile(join(folder, "rows.csv"), `user,a,b,y\n${lines.join("\n")}\n`);
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const serve = async (fault?: Fault) => {
  const server = await startV2Server(fault);
  servers.push(server);
  return server.url;
};
const isInfer = (path: string) => path.endsWith("/infer");
const failEvery =
  (nth: number): Fault =>
  ({ path, count }) =>
    isInfer(path) && count % nth === 0 ? refuse("out of memory", 500) : null;

/** Takes so long, or longer than anyone waits. */
const slow =
  (nth: number, ms: number): Fault =>
  async ({ path, count }, sound) => {
    if (isInfer(path)) await sleep(count % nth === 0 ? ms : 5);
    return sound();
  };

const ab = async (
  config: string,
  faults: { candidate?: Fault; baseline?: Fault } = {},
  timeout = "5s",
) =>
  gate(`
endpoint: { url: "${await serve(faults.candidate)}", protocol: oip-v2, model: m, timeout: ${timeout} }
baseline: { url: "${await serve(faults.baseline)}", timeout: ${timeout} }
data: { file: "${join(folder, "rows.csv")}", features: [a, b], label: y }
system: off
load: off
shadow: off
ab: { ${config} }
`);

test("an equal candidate is as good, and the run says so before all requests are sent", async () => {
  const outcome = await ab(
    "requests: 3000, metric: mae, non_inferiority: 10%, guardrails: { errors: 5% }",
    {
      // An answer that is off by one half, now and then, on both sides alike.
      candidate: noisy(3),
      baseline: noisy(3),
    },
  );
  expect(checkOf(outcome, "ab/ratio").verdict).toBe("pass");
  expect(checkOf(outcome, "ab/errors")).toMatchObject({ verdict: "pass", unit: "share" });
  const series = outcome.result.suites[0]?.series.map(({ id }) => id);
  expect(series).toContain("ab/mae/harm");
});

const noisy =
  (nth: number): Fault =>
  ({ path, count }, sound) => {
    if (!isInfer(path) || count % nth !== 0) return null;
    const answer = sound();
    const body = structuredClone(answer.body) as { outputs: [{ data: number[] }] };
    body.outputs[0].data = body.outputs[0].data.map((value) => value + 0.5);
    return { ...answer, body };
  };

test("a candidate with more errors fails, early and with the numbers", async () => {
  const outcome = await ab("requests: 4000, metric: errors, non_inferiority: 1%", {
    candidate: failEvery(8),
  });
  const check = checkOf(outcome, "ab/errors");
  expect(check).toMatchObject({ verdict: "fail", limit: 0.01, direction: "at-most" });
  expect(check.observed).toBeGreaterThan(0.05);
  expect(check.message).toMatch(
    /against the baseline's 0 %.*; worse by 1\d(\.\d)? pp \(harm between \+.* and \+.*\); at most 1 pp is put up with; .*probability 100 %.*; ended after \d+ of 4000 requests/,
  );
  expect(check.evidence).toHaveLength(1);
  expect(outcome.exitStatus).toBe(1);
});

test.each([
  ["errors, looking again and again", "metric: errors"],
  ["equals, looking once", "metric: equals, sequential: false"],
])("two sides that refuse everything are not as good as each other: %s", async (_, metric) => {
  const down = failEvery(1);
  const outcome = await ab(`requests: 800, ${metric}, non_inferiority: 2%`, {
    candidate: down,
    baseline: down,
  });
  const check = outcome.result.suites[0]?.checks[1];
  expect(check?.verdict).toBe("inconclusive");
  expect(check?.message).toMatch(
    /^the baseline gave no good answer to \d+ of \d+ requests \(first: .*out of memory.*; /,
  );
  expect(outcome.exitStatus).toBe(1);
});

test("too few requests are inconclusive, with how many would do", async () => {
  const outcome = await ab("requests: 200, metric: errors, non_inferiority: 1%, sequential: false");
  const check = checkOf(outcome, "ab/errors");
  expect(check.verdict).toBe("inconclusive");
  expect(check.message).toMatch(
    /at most 1 pp is put up with; (about [\d,]+ more requests of the same kind|nothing has varied yet: more requests) would tell/,
  );
});

test("a key sends all requests of one user to one side", async () => {
  const seen = { candidate: new Set<number>(), baseline: new Set<number>() };
  const note =
    (side: keyof typeof seen): Fault =>
    ({ path, text, count }) => {
      // The first ten of each side are the warm-up, which goes to both.
      if (isInfer(path) && count > 10) seen[side].add(JSON.parse(text).inputs[0].data[0] % 60);
      return null;
    };
  await ab("requests: 400, key: user, metric: errors, non_inferiority: 5%, sequential: false", {
    candidate: note("candidate"),
    baseline: note("baseline"),
  });
  expect(seen.candidate.size + seen.baseline.size).toBeGreaterThan(0);
});

test("a weight that grows keeps everybody who was there", () => {
  const keys = Array.from({ length: 5000 }, (_, i) => `user${i}`);
  const below = (weight: number) => keys.filter((key) => stickyShare(key, "salt") < weight);
  const [small, large] = [below(0.1), below(0.5)];
  expect(small.every((key) => large.includes(key))).toBe(true);
  expect(small.length / keys.length).toBeCloseTo(0.1, 1);
  expect(large.length / keys.length).toBeCloseTo(0.5, 1);
  expect(keys.filter((key) => stickyShare(key, "other") < 0.5)).not.toEqual(large);
});

test("a split that is not the configured one is an error before any metric is looked at", () => {
  const requests = (ours: number, theirs: number) =>
    [...Array(ours).fill("candidate"), ...Array(theirs).fill("baseline")].map((arm) => ({
      arm,
      row: {},
      asked: null as never,
    }));
  expect(judgeRatio(requests(5100, 4900), { split: 0.5, key: null }).verdict).toBe("pass");
  expect(judgeRatio(requests(5300, 4700), { split: 0.5, key: null })).toMatchObject({
    verdict: "error",
    message: expect.stringContaining("the sides cannot be compared"),
  });
  expect(judgeRatio([], { split: 0.5, key: null }).verdict).toBe("error");
});

test.each([["the baseline", { baseline: () => refuse("gone", 503) }, "inconclusive|error|pass"]])(
  "%s that is down is no pass of the candidate's superiority",
  async (_, faults) => {
    const outcome = await ab("requests: 300, metric: latency, superiority: true", faults);
    expect(checkOf(outcome, "ab/latency").verdict).not.toBe("pass");
  },
);

test("a path that answers do not have is an error", async () => {
  const outcome = await ab(
    'requests: 200, metric: "$.nothing", better: lower, non_inferiority: 5%',
  );
  expect(checkOf(outcome, "ab/$.nothing")).toMatchObject({
    verdict: "error",
    message: expect.stringContaining("200 of 200 answers hold no number"),
  });
});

test("a candidate whose slow requests time out is not as fast as those that do not", async () => {
  const outcome = await ab(
    "requests: 400, metric: latency, non_inferiority: 50%, sequential: false",
    { candidate: slow(10, 2_000), baseline: slow(1000, 5) },
    "200ms",
  );
  const latency = checkOf(outcome, "ab/latency");
  expect(latency.verdict).toBe("fail");
  expect(latency.n).toBe(400);
  expect(latency.message).toMatch(/\d+ time-outs count as the time that was waited/);
});

test("a candidate that refuses requests has not shown how fast it answers them", async () => {
  const refuseSlowly = slow(1000, 5);
  const outcome = await ab(
    "requests: 400, metric: latency, non_inferiority: 50%, sequential: false",
    {
      candidate: (request, sound) =>
        isInfer(request.path) && request.count % 5 === 0
          ? refuse("busy", 503)
          : refuseSlowly(request, sound),
      baseline: slow(1000, 5),
    },
  );
  expect(checkOf(outcome, "ab/latency")).toMatchObject({
    verdict: "inconclusive",
    message: expect.stringMatching(/\d+ of \d+ requests of the candidate had no good answer/),
    hint: expect.stringContaining("errors"),
  });
});

test("a number in the body of an error is no answer's", async () => {
  const outcome = await ab(
    'requests: 200, metric: "$.error", better: lower, non_inferiority: 5%, sequential: false',
    {
      candidate: ({ path, count }) =>
        isInfer(path) && count > 10 && count % 2 ? { status: 500, body: { error: 1 } } : null,
      baseline: ({ path }) => (isInfer(path) ? { status: 500, body: { error: 2 } } : null),
    },
  );
  expect(checkOf(outcome, "ab/$.error")).toMatchObject({
    verdict: "error",
    message: expect.stringContaining("200 of 200 answers hold no number"),
  });
});

test("a share of a mean of 0 is none", async () => {
  const answer =
    (values: number[]): Fault =>
    ({ path, count }, sound) => {
      const sent = sound();
      if (!isInfer(path)) return null;
      return {
        ...sent,
        body: { ...(sent.body as object), flagged: values[count % values.length] },
      };
    };
  const outcome = await ab(
    'requests: 400, metric: "$.flagged", better: lower, non_inferiority: 20%, sequential: false',
    { candidate: answer([0, 0, 0.1, 0.1]), baseline: answer([0]) },
  );
  expect(checkOf(outcome, "ab/$.flagged")).toMatchObject({
    verdict: "inconclusive",
    message: expect.stringContaining("cannot be told from 0"),
  });
});

describe("two sides that are both broken are not as good as each other", () => {
  const broken = { candidate: failEvery(1), baseline: failEvery(1) };

  test.each([
    ["errors", "looked at again and again", "sequential: true"],
    ["errors", "looked at once", "sequential: false"],
    ["accuracy", "looked at once", "sequential: false"],
  ])("%s, %s", async (metric, _, how) => {
    const outcome = await ab(
      `requests: 400, metric: ${metric}, non_inferiority: 2%, ${how}`,
      broken,
    );
    const check = checkOf(outcome, `ab/${metric}`);
    expect(check.verdict).toBe("inconclusive");
    expect(check.message).toMatch(/ % on both sides, which is nothing to be as good as/);
    expect(outcome.exitStatus).toBe(1);
  });

  test("labels that nobody ever meets", async () => {
    const other = noisy(1);
    const outcome = await ab(
      "requests: 400, metric: accuracy, non_inferiority: 5%, sequential: false",
      { candidate: other, baseline: other },
    );
    expect(checkOf(outcome, "ab/accuracy").verdict).toBe("inconclusive");
  });

  test("latency of the few that were answered", async () => {
    const mostly: Fault = ({ path, count }) =>
      isInfer(path) && count % 4 !== 0 ? refuse("out of memory", 500) : null;
    const outcome = await ab(
      "requests: 800, metric: latency, non_inferiority: 90%, sequential: false",
      { candidate: mostly, baseline: mostly },
    );
    const check = checkOf(outcome, "ab/latency");
    expect(check.message).toMatch(/so that what is left cannot be compared/);
    expect(check.verdict).toBe("inconclusive");
  });
});
