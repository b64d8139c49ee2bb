import { checkOf, gate } from "../../support/run-gate";
import type { Fault } from "../../support/small-v2-server";
import { startPrometheus, type Told } from "./prometheus-server";
import { type RouterProcess, SET_WEIGHT, startRouter } from "./router-process";
import { failEvery, useServersAndRows } from "./servers-and-rows";

const { file, serve, running } = useServersAndRows("a,b", (i) => `${i},1`);

async function route(faults: { candidate?: Fault; baseline?: Fault } = {}): Promise<RouterProcess> {
  const urls = [];
  for (const fault of [faults.candidate, faults.baseline]) {
    urls.push(await serve(fault));
  }
  const router = await startRouter(urls[0] as string, urls[1] as string);
  running.push({ close: router.stop });
  return router;
}

const HEADER = "attribute: { header: X-Revision, candidate: v3, baseline: v2 }";
const command = (url: string, weight: string, how = "works") =>
  JSON.stringify([process.execPath, SET_WEIGHT, url, weight, how]);

interface Drive {
  steps?: string;
  advance?: string;
  rollback?: string;
  more?: string;
  keys?: string;
  suites?: string;
}

const config = (
  { url }: RouterProcess,
  {
    steps = "[30%, 60%]",
    advance,
    rollback,
    more = "",
    keys = HEADER,
    suites = "system: off",
  }: Drive,
) => `
endpoint: { url: "${url}", protocol: oip-v2, model: m }
data: { file: "${file()}" }
${suites}
load: off
canary:
  steps: ${steps}
  each: 1100
  ${keys}
  drive:
    advance: ${advance ?? command(url, "{{weight}}")}
    rollback: ${rollback ?? command(url, "0")}
    settle: 0s
    ${more}
`;

test("a sound canary is led through all stages, and keeps the last weight", async () => {
  const router = await route();
  const outcome = await gate(config(router, {}));
  expect(outcome.result.suites[0]?.checks.map(({ id, verdict }) => [id, verdict])).toEqual([
    ["canary/stage-1", "pass"],
    ["canary/stage-2", "pass"],
    ["canary/split", "pass"],
    ["canary/rollback", "pass"],
    ["canary/score", "pass"],
  ]);
  expect(checkOf(outcome, "canary/rollback").message).toMatch(
    /^the split was kept as it was: every/,
  );
  expect((await router.weights()).history).toEqual([0, 0.3, 0.6]);
  expect(outcome.exitStatus).toBe(0);
  const weights = outcome.result.suites[0]?.series.find(({ id }) => id.endsWith("/weight"));
  expect(weights?.lines[0]?.points.map(([, weight]) => weight)).toEqual([0.3, 0.6, 0.6]);
});

test("a bad canary is rolled back at once", async () => {
  const router = await route({ candidate: failEvery(5) });
  const outcome = await gate(config(router, {}));
  expect(checkOf(outcome, "canary/stage-1").verdict).toBe("fail");
  expect(checkOf(outcome, "canary/rollback")).toMatchObject({ verdict: "fail" });
  expect(checkOf(outcome, "canary/rollback").message).toMatch(
    /^the split was rolled back: stage 1: evidence of over 1\.5 times/,
  );
  expect((await router.weights()).history).toEqual([0, 0.3, 0]);
  expect(outcome.exitStatus).toBe(1);
});

test("what cannot be told is rolled back, unless the config says otherwise", async () => {
  const undecided = { candidate: failEvery(150), baseline: failEvery(150) };
  const router = await route(undecided);
  const outcome = await gate(config(router, {}));
  expect(checkOf(outcome, "canary/rollback")).toMatchObject({ verdict: "inconclusive" });
  expect((await router.weights()).history).toEqual([0, 0.3, 0]);

  const other = await route(undecided);
  const kept = await gate(config(other, { more: "undecided: keep" }));
  expect(checkOf(kept, "canary/rollback").message).toMatch(/^the split was kept as it was/);
  expect((await other.weights()).history).toEqual([0, 0.3]);
  expect(kept.exitStatus).toBe(1);
});

test("passed: rollback gives the requests back after all has passed", async () => {
  const router = await route();
  const outcome = await gate(config(router, { steps: "[40%]", more: "passed: rollback" }));
  expect(checkOf(outcome, "canary/rollback")).toMatchObject({ verdict: "pass" });
  expect((await router.weights()).history).toEqual([0, 0.4, 0]);
  expect(outcome.exitStatus).toBe(0);
});

test("a command that says a lot is let finish", async () => {
  const router = await route({ candidate: failEvery(5) });
  const [advance, rollback] = ["{{weight}}", "0"].map((weight) =>
    command(router.url, weight, "talks"),
  );
  const outcome = await gate(config(router, { advance, rollback }));
  expect(checkOf(outcome, "canary/rollback").message).toMatch(
    /^the split was rolled back: stage 1/,
  );
  expect((await router.weights()).history).toEqual([0, 0.3, 0]);
});

describe("programs that fail", () => {
  test("advance: an error, and the split is rolled back", async () => {
    const router = await route();
    const advance = command(router.url, "{{weight}}", "fails");
    const outcome = await gate(config(router, { advance }));
    expect(checkOf(outcome, "canary/stage-1")).toMatchObject({ verdict: "error" });
    expect(checkOf(outcome, "canary/stage-1").message).toBe(
      "advance to stage 1: it ended with status 3: the mesh said no",
    );
    expect(checkOf(outcome, "canary/rollback").verdict).toBe("error");
    expect((await router.weights()).history).toEqual([0, 0.3, 0]);
    expect(outcome.exitStatus).toBe(3);
  });

  test("advance that hangs is ended by its time limit, and rolled back", async () => {
    const router = await route();
    const advance = command(router.url, "{{percent}}", "hangs");
    const outcome = await gate(config(router, { advance, more: "timeout: 3s" }));
    expect(checkOf(outcome, "canary/stage-1").message).toBe(
      "advance to stage 1: it did not end within 3 s",
    );
    expect((await router.weights()).history).toEqual([0, 30, 0]);
    expect(outcome.exitStatus).toBe(3);
  });

  test("a rollback that fails is told before anything else", async () => {
    const router = await route({ candidate: failEvery(5) });
    const rollback = '["no-such-program-of-mine"]';
    const outcome = await gate(config(router, { rollback }));
    const check = checkOf(outcome, "canary/rollback");
    expect(check.verdict).toBe("error");
    expect(check.message).toMatch(
      /^THE ROLLBACK FAILED: there is no such program\. The router may/,
    );
    expect(check.hint).toMatch(/by hand, now/);
    expect(outcome.result.suites[0]?.reason).toBe(check.message);
    expect(outcome.result.reason).toMatch(/THE ROLLBACK FAILED/);
    expect(outcome.exitStatus).toBe(1);
  });

  test("a rollback that fails after all has passed is no pass", async () => {
    const router = await route();
    const rollback = command(router.url, "0", "fails");
    const outcome = await gate(
      config(router, { steps: "[40%]", rollback, more: "passed: rollback" }),
    );
    expect(checkOf(outcome, "canary/rollback").verdict).toBe("error");
    expect(outcome.exitStatus).toBe(3);
  });
});

test("a router that sends another share than it was told is rolled back", async () => {
  const router = await route();
  const advance = command(router.url, "0.0{{stage}}");
  const outcome = await gate(config(router, { advance }));
  expect(checkOf(outcome, "canary/split")).toMatchObject({ verdict: "fail", limit: 0.3 });
  expect(checkOf(outcome, "canary/stage-1").verdict).toBe("error");
  expect((await router.weights()).history).toEqual([0, 0.01, 0]);
});

test("too many errors are rolled back at whatever share they came", async () => {
  const router = await route({ candidate: failEvery(5) });
  const advance = command(router.url, "0.9");
  const outcome = await gate(config(router, { advance, more: "undecided: keep" }));
  expect(checkOf(outcome, "canary/split").verdict).toBe("fail");
  expect(checkOf(outcome, "canary/stage-1").verdict).toBe("fail");
  expect((await router.weights()).history).toEqual([0, 0.9, 0]);
});

test("what breaks the suite off does not leave the split behind", async () => {
  // No credentials any more, in the middle of a stage.
  const router = await route({ candidate: failEvery(40, 401) });
  const outcome = await gate(config(router, {}));
  expect(checkOf(outcome, "canary/stage-1").verdict).toBe("error");
  expect(checkOf(outcome, "canary/rollback")).toMatchObject({ verdict: "error" });
  expect((await router.weights()).history).toEqual([0, 0.3, 0]);
  expect(outcome.exitStatus).toBe(3);
});

test("interrupted in a stage, it is rolled back", async () => {
  const router = await route();
  const stop = new AbortController();
  const outcome = await gate(config(router, {}), {
    signal: stop.signal,
    progress: {
      suiteStarted() {},
      suiteDone() {},
      advance: (_, done) => {
        if (done === 200) stop.abort();
      },
    },
  });
  expect(checkOf(outcome, "canary/rollback").message).toMatch(
    /^the split was rolled back: interrupted/,
  );
  expect((await router.weights()).history).toEqual([0, 0.3, 0]);
  expect(outcome.exitStatus).toBe(130);
});

test("nobody is led to a candidate that has failed already", async () => {
  const router = await route({ candidate: failEvery(1), baseline: failEvery(1) });
  const outcome = await gate(config(router, { suites: "system: smoke" }));
  expect(outcome.result.suites.at(-1)).toMatchObject({
    name: "canary",
    verdict: "skipped",
    reason: "no requests were led to the candidate: system did not pass (fail)",
  });
  expect((await router.weights()).history).toEqual([0]);
  expect(outcome.exitStatus).toBe(1);
});

test("programs of the config are refused where the workflow does not allow them", async () => {
  const router = await route();
  await expect(gate(config(router, {}), { allowCommands: false })).rejects.toMatchObject({
    code: "config/refused-command",
    message: expect.stringMatching(/^canary\.drive\.advance names the program/),
  });
  expect((await router.weights()).history).toEqual([0]);
});

describe("watched by Prometheus", () => {
  const started = Date.now();
  /** So many requests a second, from the beginning on. */
  const rate =
    (perSecond: number): Told =>
    (atS) =>
      Math.max(0, atS - started / 1000) * perSecond;

  const watch = async (errors: { candidate: Told; baseline: Told }) => {
    const router = await route();
    const prometheus = await startPrometheus(({ query }) => {
      const [what, side] = query.split(":") as ["requests" | "errors", "candidate" | "baseline"];
      if (what === "errors") return errors[side];
      return rate(side === "candidate" ? 4000 : 6000);
    });
    running.push(prometheus);
    const keys = `metrics: { url: "${prometheus.url}", candidate: candidate, baseline: baseline, window: 10s, every: 1s, requests: "requests:{{revision}}:{{window}}", errors: "errors:{{revision}}:{{window}}" }`;
    const outcome = await gate(config(router, { steps: "[40%]", keys }));
    return { outcome, router, asked: prometheus.asked };
  };

  test("a stage ends once it has seen its requests", async () => {
    const { outcome, router } = await watch({ candidate: 0, baseline: 0 });
    expect(checkOf(outcome, "canary/stage-1").verdict).toBe("pass");
    expect((await router.weights()).history).toEqual([0, 0.4]);
    expect(outcome.exitStatus).toBe(0);
  });

  test("errors roll it back", async () => {
    const { outcome, router } = await watch({ candidate: 60, baseline: 0 });
    expect(checkOf(outcome, "canary/stage-1").verdict).toBe("fail");
    expect((await router.weights()).history).toEqual([0, 0.4, 0]);
  });

  test("no data until the window is over is undecided", async () => {
    const { outcome, router, asked } = await watch({ candidate: "NaN", baseline: 0 });
    expect(checkOf(outcome, "canary/stage-1")).toMatchObject({ verdict: "inconclusive" });
    expect(asked.length).toBeGreaterThan(5);
    expect((await router.weights()).history).toEqual([0, 0.4, 0]);
    expect(outcome.exitStatus).toBe(1);
  });
});
