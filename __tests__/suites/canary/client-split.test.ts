import { createServer } from "node:http";
import { stickyShare } from "../../../src/suites/assignment/sticky-share";
import { checkOf, gate } from "../../support/run-gate";
import { type Fault, refuse } from "../../support/small-v2-server";
import { failEvery, isInfer, useServersAndRows } from "./servers-and-rows";

const { file, serve, running } = useServersAndRows("user,a,b,y", (i) => `user${i},${i},1,${i + 2}`);

const down: Fault = ({ path }) => (isInfer(path) ? refuse("no", 503) : null);
const idOf = (text: string) => JSON.parse(text).inputs[0].data[0] as number;

const canary = async (
  config: string,
  faults: { candidate?: Fault; baseline?: Fault } = {},
  options: Parameters<typeof gate>[1] = {},
  timeout = "5s",
) =>
  gate(
    `
endpoint: { url: "${await serve(faults.candidate)}", protocol: oip-v2, model: m, timeout: ${timeout} }
baseline: { url: "${await serve(faults.baseline)}" }
data: { file: "${file()}", features: [a, b], label: y }
system: off
load: off
shadow: off
canary: { ${config} }
`,
    options,
  );

test("a sound canary advances through all stages", async () => {
  const outcome = await canary("steps: [30%, 60%], each: 1100");
  expect(outcome.result.suites[0]?.checks.map(({ id, verdict }) => [id, verdict])).toEqual([
    ["canary/stage-1", "pass"],
    ["canary/stage-2", "pass"],
    ["canary/split", "skipped"],
    ["canary/rollback", "pass"],
    ["canary/score", "pass"],
  ]);
  const stage = checkOf(outcome, "canary/stage-1");
  expect(stage).toMatchObject({ observed: 0, limit: 0.01, direction: "at-most", unit: "share" });
  expect(stage.n).toBeGreaterThan(280);
  expect(stage.n).toBeLessThan(380);
  expect(stage.message).toMatch(/errors in 0 of \d+ requests of the canary and 0 of \d+ requests/);
  expect(stage.message).toMatch(/latency .* ms against .* ms/);
  expect(stage.message).toMatch(/advance$/);
  expect(checkOf(outcome, "canary/score").observed).toBe(100);
  expect(outcome.exitStatus).toBe(0);
  expect(outcome.result.suites[0]?.series.map(({ id }) => id)).toEqual([
    "canary/rollout/evidence",
    "canary/rollout/weight",
    "canary/rollout/errors",
    "canary/rollout/latency",
  ]);
});

test("a canary with more errors is rolled back as soon as it is known", async () => {
  const outcome = await canary("steps: [30%, 60%], each: 1100", { candidate: failEvery(8) });
  const stage = checkOf(outcome, "canary/stage-1");
  expect(stage.verdict).toBe("fail");
  expect(stage.n).toBeLessThan(150);
  expect(stage.message).toMatch(/E = .*, enough; .*roll back$/);
  expect(stage.message).toMatch(/the canary's first: .*out of memory/);
  expect(stage.evidence[0]?.response).toMatch(/out of memory/);
  expect(checkOf(outcome, "canary/stage-2")).toMatchObject({ verdict: "skipped" });
  expect(checkOf(outcome, "canary/stage-2").message).toMatch(/^not reached: stage 1: evidence of/);
  const rollback = checkOf(outcome, "canary/rollback");
  expect(rollback).toMatchObject({
    verdict: "fail",
    limit: 20,
    direction: "at-most",
    unit: "score",
  });
  expect(rollback.observed).toBeGreaterThan(20);
  expect(rollback.message).toMatch(/^the canary is to be rolled back: stage 1/);
  expect(checkOf(outcome, "canary/score").observed).toBe(0);
  expect(outcome.exitStatus).toBe(1);
  const [evidence] = outcome.result.suites[0]?.series ?? [];
  expect(evidence).toMatchObject({ id: "canary/rollout/evidence" });
  expect(evidence?.lines.map(({ name }) => name)).toEqual(["evidence", "roll back"]);
});

test("equal errors within the limit are no reason to roll back, and too many for a pass", async () => {
  const outcome = await canary("steps: [50%], each: 1000", {
    candidate: failEvery(120),
    baseline: failEvery(120),
  });
  expect(checkOf(outcome, "canary/stage-1")).toMatchObject({ verdict: "inconclusive" });
  expect(checkOf(outcome, "canary/stage-1").message).toMatch(/more requests of the canary.*hold$/);
  expect(checkOf(outcome, "canary/rollback")).toMatchObject({ verdict: "inconclusive" });
  expect(checkOf(outcome, "canary/score").observed).toBe(0);
  expect(outcome.exitStatus).toBe(1);
});

test("a stage that the traffic cannot fill is skipped, and says what it would take", async () => {
  const outcome = await canary("steps: [1%, 50%], each: 700");
  expect(checkOf(outcome, "canary/stage-1")).toMatchObject({ verdict: "skipped" });
  expect(checkOf(outcome, "canary/stage-1").message).toBe(
    "1 % of 700 requests are about 7 of the canary, and to clear 1 % of errors takes 299, which are 29,900 of both sides",
  );
  expect(checkOf(outcome, "canary/stage-2").verdict).toBe("pass");
  expect(outcome.exitStatus).toBe(0);
});

describe("never a pass", () => {
  test("all errors on both sides", async () => {
    const outcome = await canary("steps: [50%], each: 700", { candidate: down, baseline: down });
    expect(checkOf(outcome, "canary/stage-1")).toMatchObject({ verdict: "error" });
    expect(checkOf(outcome, "canary/stage-1").message).toMatch(/the baseline itself has more than/);
    expect(outcome.exitStatus).toBe(3);
  });

  test("a baseline that is broken", async () => {
    const outcome = await canary("steps: [50%], each: 700", { baseline: failEvery(10) });
    expect(checkOf(outcome, "canary/stage-1")).toMatchObject({ verdict: "error", observed: 0 });
    expect(outcome.exitStatus).toBe(3);
  });

  test.each([
    ["baseline", "error", 3],
    ["candidate", "fail", 1],
  ] as const)("a %s that never answers", async (side, verdict, status) => {
    const silent: Fault = async ({ path }, sound) => {
      if (isInfer(path)) await new Promise((done) => setTimeout(done, 700));
      return sound();
    };
    const outcome = await canary("steps: [50%], each: 700", { [side]: silent }, {}, "500ms");
    const check = checkOf(outcome, "canary/stage-1");
    expect(check.verdict).toBe(verdict);
    const name = side === "candidate" ? "canary" : side;
    expect(check.message).toMatch(new RegExp(`^the ${name}: 10 requests in a row got no answer`));
    expect(outcome.exitStatus).toBe(status);
  });

  test("one side without a request", async () => {
    // All values of this key lie on one side of the share.
    const share = stickyShare("1", "infergate:b");
    const step = share < 0.5 ? "60%" : "40%";
    const outcome = await canary(`steps: [${step}], each: 800, key: b`);
    const check = checkOf(outcome, "canary/stage-1");
    expect(check.verdict).toBe("inconclusive");
    expect(check.message).toMatch(/no request reached the (canary|baseline)/);
    expect(outcome.exitStatus).toBe(1);
  });

  test("interrupted in the middle", async () => {
    const stop = new AbortController();
    const outcome = await canary(
      "steps: [50%], each: 4000",
      {},
      {
        signal: stop.signal,
        progress: {
          suiteStarted() {},
          suiteDone() {},
          advance: (_, done) => {
            if (done >= 700) stop.abort();
          },
        },
      },
    );
    const check = checkOf(outcome, "canary/stage-1");
    expect(check.verdict).toBe("error");
    // There was enough to pass, had it been the end.
    expect(check.n).toBeGreaterThan(299);
    expect(check.message).toMatch(/^interrupted/);
    expect(checkOf(outcome, "canary/rollback").verdict).toBe("error");
    expect(outcome.exitStatus).toBe(130);
  });

  test("a time limit", async () => {
    const outcome = await canary("steps: [50%], each: 100000", {}, { timeoutMs: 1500 });
    expect(checkOf(outcome, "canary/stage-1").message).toMatch(/^the time limit of the run/);
    expect(outcome.exitStatus).toBe(3);
  });
});

test("a key sends its values to the same side, and those of a small share stay at a larger one", async () => {
  const seen: [Set<number>, Set<number>] = [new Set(), new Set()];
  let stage = 0;
  const outcome = await canary(
    "steps: [40%, 80%], each: 800, key: user",
    {
      candidate: ({ path, text, count }) => {
        // The first ten warm it up.
        if (isInfer(path) && count > 10) seen[stage as 0 | 1].add(idOf(text));
        return null;
      },
    },
    {
      progress: {
        suiteStarted() {},
        suiteDone() {},
        advance: (_, done) => {
          stage = done >= 800 ? 1 : 0;
        },
      },
    },
  );
  expect(outcome.exitStatus).toBe(0);
  const at = (share: number) =>
    Array.from({ length: 400 }, (_, i) => i).filter(
      (i) => stickyShare(`user${i}`, "infergate:user") < share,
    );
  expect([...seen[0]].sort((a, b) => a - b)).toEqual(at(0.4));
  expect([...seen[1]].sort((a, b) => a - b)).toEqual(at(0.8));
});

test("errors that go with the value of a key count once", async () => {
  // The same four inputs fail on either side, each ten times. That all four are the canary's is chance.
  const isCanary = (i: number) => stickyShare(`user${i}`, "infergate:user") < 0.5;
  const bad = new Set(
    Array.from({ length: 400 }, (_, i) => i)
      .filter(isCanary)
      .slice(0, 4),
  );
  const fault: Fault = ({ path, text }) =>
    isInfer(path) && bad.has(idOf(text)) ? refuse("bad input", 500) : null;
  const outcome = await canary(
    "steps: [50%], each: 4000, key: user, max_error_ratio: 1, max_errors: 10%",
    { candidate: fault, baseline: fault },
  );
  const check = checkOf(outcome, "canary/stage-1");
  expect(check.verdict).toBe("pass");
  expect(check.message).toMatch(/errors in (39|40|41) of .* and 0 of/);
});

test("a slow canary fails where a limit is named, and is told where none is", async () => {
  const slow: Fault = async ({ path }, sound) => {
    if (isInfer(path)) await new Promise((done) => setTimeout(done, 15));
    return sound();
  };
  const limited = await canary("steps: [50%], each: 700, max_slowdown: 50%", { candidate: slow });
  const check = checkOf(limited, "canary/stage-1");
  expect(check.verdict).toBe("fail");
  expect(check).toMatchObject({ limit: 0.5, unit: "share" });
  expect(check.observed).toBeGreaterThan(0.5);
  expect(check.message).toMatch(/latency .* slower \(loss between .*; limit 50 %\)/);
  expect(checkOf(limited, "canary/rollback")).toMatchObject({ verdict: "fail", observed: null });
  expect(checkOf(limited, "canary/score").message).toMatch(
    /latency passed 0 of 1 stages, weight 25 %/,
  );
});

test("wrong answers fail where a limit on accuracy is named", async () => {
  const wrong: Fault = ({ path, count }, sound) => {
    if (!isInfer(path) || count % 5 !== 0) return null;
    const answer = structuredClone(sound());
    const { outputs } = answer.body as { outputs: [{ data: number[] }] };
    outputs[0].data = outputs[0].data.map((value) => value + 1);
    return answer;
  };
  const outcome = await canary("steps: [50%], each: 800, max_accuracy_drop: 5%", {
    candidate: wrong,
  });
  const check = checkOf(outcome, "canary/stage-1");
  expect(check.verdict).toBe("fail");
  expect(check).toMatchObject({ limit: 0.05, unit: "share" });
  expect(check.observed).toBeCloseTo(0.2, 1);
  expect(check.message).toMatch(/^accuracy (79|80|81)[.\d]* % against 100 % \(loss between/);
  expect(outcome.result.reason).toMatch(/: accuracy .* \(loss between [^()]*\)/);
  expect(outcome.exitStatus).toBe(1);
});

describe("one URL whose gateway splits by a header", () => {
  /** Notes what it is asked for; its answers say who has given them: always the baseline, where it is deaf. */
  async function startGateway(isDeaf = false) {
    const roles: Record<string, number> = {};
    const url = await serve();
    const gateway = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const role = String(request.headers["x-canary"] ?? "none");
      if ((request.url ?? "").endsWith("/infer")) roles[role] = (roles[role] ?? 0) + 1;
      const answer = await fetch(`${url}${request.url}`, {
        method: request.method ?? "GET",
        headers: { "content-type": request.headers["content-type"] ?? "" },
        ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
      });
      response.writeHead(answer.status, {
        "content-type": "application/json",
        "x-revision": role === "always" && !isDeaf ? "v3" : "v2",
      });
      response.end(await answer.text());
    });
    await new Promise<void>((listening) => gateway.listen(0, "127.0.0.1", listening));
    running.push({
      close: async () => {
        gateway.closeAllConnections();
        await new Promise((closed) => gateway.close(closed));
      },
    });
    const { port } = gateway.address() as { port: number };
    return { url: `http://127.0.0.1:${port}`, roles };
  }

  const routed = (url: string, more = "") =>
    gate(`
endpoint: { url: "${url}", protocol: oip-v2, model: m }
system: off
load: off
data: { file: "${file()}", features: [a, b] }
canary:
  steps: [50%]
  each: 700
  route: { header: X-Canary, candidate: always, baseline: never }
  ${more}
`);
  const NAMES = "attribute: { header: X-Revision, candidate: v3, baseline: v2 }";

  test("each side is asked, and the report says what it takes for granted", async () => {
    const { url, roles } = await startGateway();
    const outcome = await routed(url);
    expect(checkOf(outcome, "canary/stage-1").verdict).toBe("pass");
    expect(checkOf(outcome, "canary/split").message).toMatch(/X-Canary is taken for granted/);
    expect(Object.keys(roles).sort()).toEqual(["always", "never"]);
    expect((roles.always ?? 0) + (roles.never ?? 0)).toBe(720);
    expect(roles.always).toBeGreaterThan(300);
    expect(roles.never).toBeGreaterThan(300);
  });

  test("answers that name their side confirm it", async () => {
    const outcome = await routed((await startGateway()).url, NAMES);
    expect(checkOf(outcome, "canary/stage-1").verdict).toBe("pass");
    expect(checkOf(outcome, "canary/split").message).toBe("infergate splits");
    expect(outcome.exitStatus).toBe(0);
  });

  test("a gateway that does not look at the header compares the baseline with itself", async () => {
    const outcome = await routed((await startGateway(true)).url, NAMES);
    const stage = checkOf(outcome, "canary/stage-1");
    expect(stage.verdict).toBe("error");
    expect(stage.message).toMatch(
      /3\d\d of 700 good answers do not come from the side that X-Canary asked for, so that the sides are not known/,
    );
    expect(checkOf(outcome, "canary/score").observed).toBe(0);
    expect(outcome.exitStatus).toBe(3);
  });
});

test("a baseline that was never reached leaves nothing to compare with", async () => {
  const outcome = await gate(`
endpoint: { url: "${await serve()}", protocol: oip-v2, model: m }
baseline: { url: "http://127.0.0.1:1" }
system: off
load: off
shadow: off
canary: { steps: [50%], each: 700 }
`);
  expect(checkOf(outcome, "canary/stage-1").message).toMatch(/^nothing to compare with: /);
  expect(outcome.exitStatus).toBe(3);
});
