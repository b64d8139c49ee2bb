import { judgeSplit } from "../../../src/suites/canary/judge-split";
import { checkOf, gate } from "../../support/run-gate";
import { type Fault, refuse } from "../../support/small-v2-server";
import { type RouterProcess, startRouter } from "./router-process";
import { failEvery, isInfer, useServersAndRows } from "./servers-and-rows";

const { file, serve, running } = useServersAndRows("a,b", (i) => `${i},1`);

async function route(
  weight: number,
  faults: { candidate?: Fault; baseline?: Fault } = {},
): Promise<{ router: RouterProcess; candidate: string; baseline: string }> {
  const [candidate, baseline] = [await serve(faults.candidate), await serve(faults.baseline)];
  const router = await startRouter(candidate, baseline, weight);
  running.push({ close: router.stop });
  return { router, candidate, baseline };
}

const HEADER = "attribute: { header: X-Revision, candidate: v3, baseline: v2 }";
const verify = (url: string, keys: string) =>
  gate(`
endpoint: { url: "${url}", protocol: oip-v2, model: m }
data: { file: "${file()}" }
system: off
load: off
canary: { ${keys} }
`);

test("a router configured 5 % that sends 0.5 % is caught", async () => {
  const { router } = await route(0.005);
  const outcome = await verify(router.url, `steps: [5%], each: 2000, ${HEADER}`);
  const split = checkOf(outcome, "canary/split");
  expect(split).toMatchObject({ verdict: "fail", limit: 0.05, unit: "share", n: 2000 });
  expect(split.observed).toBeLessThan(0.01);
  expect(split.message).toMatch(/^\d+ of 2000 requests reached the canary, 5 % were to \(.*p = /);
  expect(split.hint).toMatch(/cookie or by the connection/);
  expect(outcome.exitStatus).toBe(1);
});

test("a router that sends what is configured passes, and its small stage is only the split's", async () => {
  const { router } = await route(0.05);
  const outcome = await verify(router.url, `steps: [5%], each: 2000, ${HEADER}`);
  expect(outcome.result.suites[0]?.checks.map(({ id, verdict }) => [id, verdict])).toEqual([
    ["canary/stage-1", "skipped"],
    ["canary/split", "pass"],
    ["canary/rollback", "skipped"],
  ]);
  expect(checkOf(outcome, "canary/split").observed).toBeCloseTo(0.05, 2);
  expect(outcome.exitStatus).toBe(0);
});

test("a few requests say nothing of a small share", async () => {
  const { router } = await route(0.05);
  const outcome = await verify(router.url, `steps: [5%], each: 100, ${HEADER}`);
  expect(checkOf(outcome, "canary/split")).toMatchObject({ verdict: "inconclusive" });
  expect(checkOf(outcome, "canary/split").message).toMatch(
    /too few to tell 5 % from 2\.5 % or 7\.5 %, which takes about \d+/,
  );
  expect(outcome.exitStatus).toBe(1);
});

test("a stage that is large enough is judged, too, by what each side answered", async () => {
  const { router } = await route(0.5, {
    candidate: ({ path, count }) =>
      isInfer(path) && count % 5 === 0 ? refuse("out of memory", 500) : null,
  });
  const outcome = await verify(router.url, `steps: [50%], each: 1000, ${HEADER}`);
  expect(checkOf(outcome, "canary/stage-1").verdict).toBe("fail");
  expect(checkOf(outcome, "canary/stage-1").message).toMatch(/out of memory/);
  expect(checkOf(outcome, "canary/rollback").verdict).toBe("fail");
});

const named =
  (version: string): Fault =>
  ({ path }, sound) => {
    if (!isInfer(path)) return null;
    const answer = structuredClone(sound());
    (answer.body as { model_version: string }).model_version = version;
    return answer;
  };
const NAMED = 'attribute: { json: $.model_version, candidate: "3", baseline: "2" }';

test("by a JSON path of the answer", async () => {
  const { router } = await route(0.3, { candidate: named("3"), baseline: named("2") });
  const outcome = await verify(router.url, `steps: [30%], each: 1200, ${NAMED}`);
  expect(checkOf(outcome, "canary/split").verdict).toBe("pass");
  expect(checkOf(outcome, "canary/stage-1").verdict).toBe("pass");
  expect(outcome.exitStatus).toBe(0);
});

test("answers that do not say who gave them leave nothing to tell", async () => {
  const { router } = await route(0.3);
  const outcome = await verify(
    router.url,
    "steps: [30%], each: 1200, attribute: { header: X-Other, candidate: v3, baseline: v2 }",
  );
  expect(checkOf(outcome, "canary/stage-1")).toMatchObject({ verdict: "error" });
  expect(checkOf(outcome, "canary/stage-1").message).toMatch(
    /1200 of 1200 good answers do not say which side gave them/,
  );
  expect(checkOf(outcome, "canary/split").verdict).not.toBe("pass");
  expect(outcome.exitStatus).toBe(3);
});

describe("a stage that is only the split's does not hide that there was nothing to look at", () => {
  /** Every other request, on either side. */
  const everyOther =
    (version: string, other: Fault): Fault =>
    (request, sound) =>
      isInfer(request.path) && request.count % 2 === 0
        ? other(request, sound)
        : named(version)(request, sound);

  test("half of the good answers name nobody", async () => {
    const { router } = await route(0.05, {
      candidate: everyOther("3", named("")),
      baseline: everyOther("2", named("")),
    });
    const outcome = await verify(router.url, `steps: [5%], each: 2000, ${NAMED}`);
    expect(checkOf(outcome, "canary/stage-1").verdict).toBe("error");
    expect(checkOf(outcome, "canary/stage-1").message).toMatch(/good answers do not say which/);
    expect(outcome.exitStatus).toBe(3);
  });

  test("half of the requests are refused by nobody knows whom", async () => {
    const down: Fault = () => refuse("no upstream", 503);
    const { router } = await route(0.05, {
      candidate: everyOther("3", down),
      baseline: everyOther("2", down),
    });
    const outcome = await verify(router.url, `steps: [5%], each: 2000, ${NAMED}`);
    expect(checkOf(outcome, "canary/split").verdict).toBe("inconclusive");
    expect(checkOf(outcome, "canary/split").message).toMatch(
      /but \d+ more do not say which side they reached/,
    );
    expect(outcome.exitStatus).toBe(1);
  });

  test("the baseline answers nothing well", async () => {
    const { router } = await route(0.05, { baseline: failEvery(1) });
    const outcome = await verify(router.url, `steps: [5%], each: 2000, ${HEADER}`);
    expect(checkOf(outcome, "canary/stage-1").verdict).toBe("error");
    expect(checkOf(outcome, "canary/stage-1").message).toMatch(/the baseline itself has more than/);
    expect(outcome.exitStatus).toBe(3);
  });
});

/** Another answer to some inputs, as a retrained model has. */
const retrained: Fault = ({ path, text }, sound) => {
  if (!isInfer(path) || JSON.parse(text).inputs[0].data[0] % 3 !== 0) return null;
  const answer = structuredClone(sound());
  const { outputs } = answer.body as { outputs: [{ data: number[] }] };
  outputs[0].data = outputs[0].data.map((value) => value + 1);
  return answer;
};

const fingerprint = (
  { router, candidate, baseline }: Awaited<ReturnType<typeof route>>,
  keys: string,
) =>
  gate(`
endpoint: { url: "${candidate}", protocol: oip-v2, model: m }
baseline: { url: "${baseline}" }
data: { file: "${file()}" }
system: off
load: off
shadow: off
canary: { ${keys}, router: { url: "${router.url}" }, attribute: { fingerprint: true } }
`);

test("by fingerprint: what each side answers to the same input", async () => {
  const routed = await route(0.005, { candidate: retrained });
  const outcome = await fingerprint(routed, "steps: [5%], each: 2000");
  expect(checkOf(outcome, "canary/split")).toMatchObject({ verdict: "fail", n: 2000 });
  // Both directly, and all that went through the router.
  expect(outcome.result.suites[0]?.requests).toBeGreaterThan(2040);
});

test("two models that answer alike have no fingerprint", async () => {
  const outcome = await fingerprint(await route(0.5), "steps: [50%], each: 700");
  expect(checkOf(outcome, "canary/stage-1")).toMatchObject({ verdict: "error" });
  expect(checkOf(outcome, "canary/stage-1").message).toMatch(
    /answered none of 200 inputs in ways that differ/,
  );
  expect(outcome.exitStatus).toBe(3);
});

test("a router that cannot be reached is an error", async () => {
  const [candidate, baseline] = [await serve(), await serve()];
  const outcome = await gate(`
endpoint: { url: "${candidate}", protocol: oip-v2, model: m }
baseline: { url: "${baseline}" }
system: off
load: off
shadow: off
canary: { steps: [50%], each: 700, router: { url: "http://127.0.0.1:1" }, ${HEADER} }
`);
  expect(checkOf(outcome, "canary/stage-1").verdict).toBe("error");
  expect(outcome.exitStatus).toBe(3);
});

describe("counts against a weight", () => {
  test.each([
    [0.05, 10, 1990, "fail"],
    [0.05, 100, 1900, "pass"],
    [0.5, 1000, 1000, "pass"],
    [0.05, 0, 0, "inconclusive"],
    [0.05, 2, 38, "inconclusive"],
    [0.5, 40, 0, "fail"],
    [0.99, 3960, 40, "pass"],
    [0.99, 1980, 20, "inconclusive"],
  ] as const)("weight %d, %d and %d: %s", (weight, candidate, baseline, verdict) => {
    expect(judgeSplit([{ weight, candidate, baseline, unknown: 0 }]).verdict).toBe(verdict);
  });

  test("of several stages the worst decides", () => {
    const good = { weight: 0.5, candidate: 500, baseline: 500, unknown: 0 };
    const bad = { weight: 0.1, candidate: 5, baseline: 995, unknown: 0 };
    expect(judgeSplit([bad, good])).toMatchObject({ verdict: "fail", limit: 0.1 });
    expect(judgeSplit([]).verdict).toBe("inconclusive");
  });
});

describe("a stage too small to clear the canary still sees that something is wrong", () => {
  const stageOf = async (
    faults: { candidate?: Fault; baseline?: Fault },
    by: "header" | "fingerprint",
  ) => {
    const routed = await route(0.05, faults);
    const keys = "steps: [5%], each: 2000";
    const outcome =
      by === "header"
        ? await verify(routed.router.url, `${keys}, ${HEADER}`)
        : await fingerprint(routed, keys);
    return { outcome, stage: checkOf(outcome, "canary/stage-1") };
  };

  test("errors that do not say whose they are may all be the canary's", async () => {
    const { outcome, stage } = await stageOf(
      {
        candidate: (request, sound) =>
          // The first answers are the fingerprints.
          isInfer(request.path) && request.count > 120 && request.count % 4 === 0
            ? refuse("out of memory", 500)
            : retrained(request, sound),
      },
      "fingerprint",
    );
    expect(stage.message).toMatch(/\d+ do not say which side gave them, \d+ of them errors/);
    expect(stage.verdict).toBe("inconclusive");
    expect(outcome.exitStatus).toBe(1);
  });

  test("a baseline that fails is nothing to split requests with", async () => {
    const { outcome, stage } = await stageOf(
      {
        baseline: ({ path, count }) =>
          isInfer(path) && count % 5 === 0 ? refuse("out of memory", 500) : null,
      },
      "header",
    );
    expect(stage.verdict).toBe("error");
    expect(stage.message).toMatch(/the baseline itself has more than 1 % of errors/);
    expect(outcome.exitStatus).toBe(3);
  });

  test("a fingerprint that only some answers bear leaves the sides unknown", async () => {
    const other: Fault = (request, sound) => {
      if (!isInfer(request.path) || request.count < 200 || request.count % 3 !== 0) return null;
      const answer = structuredClone(sound());
      (answer.body as { outputs: [{ data: number[] }] }).outputs[0].data = [-1];
      return answer;
    };
    const { outcome, stage } = await stageOf(
      { candidate: retrained, baseline: other },
      "fingerprint",
    );
    expect(stage.verdict).toBe("error");
    expect(stage.message).toMatch(/good answers do not say which side gave them/);
    expect(outcome.exitStatus).toBe(1);
  });
});
