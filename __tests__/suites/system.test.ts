import { SYSTEM_CHECKS } from "../../src/suites/system/checks";
import { SYSTEM_REQUESTS } from "../../src/suites/system/plan-system";
import { checkOf, gate } from "../support/run-gate";
import {
  type Fault,
  refuse,
  type SmallServer,
  startV2Server,
  type V2Answer,
} from "../support/small-v2-server";

let server: SmallServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

const run = async (fault?: Fault, more = "") => {
  server = await startV2Server(fault);
  return gate(
    `endpoint: { url: "${server.url}", protocol: oip-v2, model: m, version: "1" }\nload: off\n${more}`,
  );
};

type InferBody = { id?: string; outputs: { data: number[]; name: string }[] };
const isInfer = (path: string) => path.endsWith("/infer");
const changed = (answer: V2Answer, change: (body: InferBody) => void): V2Answer => {
  if (answer.status !== 200) return answer;
  const body = structuredClone(answer.body) as InferBody;
  change(body);
  return { ...answer, body };
};

test.each(["smoke", "standard", "strict"] as const)(
  "a sound server passes at level %s",
  async (level) => {
    const outcome = await run(undefined, `system: ${level}\n`);
    const verdicts = outcome.result.suites[0]?.checks.map(({ id, verdict, message }) => [
      id,
      verdict,
      message,
    ]);
    expect(verdicts?.filter(([, verdict]) => verdict !== "pass")).toEqual([
      ["system/examples", "skipped", "no system.examples in the config"],
    ]);
    expect(outcome.exitStatus).toBe(0);
    const requests = outcome.result.suites[0]?.requests ?? 0;
    expect(requests / SYSTEM_REQUESTS[level]).toBeGreaterThan(0.6);
    expect(requests / SYSTEM_REQUESTS[level]).toBeLessThan(1.4);
  },
);

const down: Fault = (_, sound) => sound();

/** For each check a fault that this check must find. */
const FAULTS: Record<string, { fault: Fault; more?: string; says: RegExp }> = {
  live: {
    fault: ({ path }) => (path === "/v2/health/live" ? refuse("no", 503) : null),
    says: /503/,
  },
  ready: {
    fault: ({ path }) => (path.endsWith("/ready") ? { status: 200, body: {} } : null),
    says: /does not exist is said to be ready/,
  },
  metadata: {
    fault: ({ path }) => (path === "/v2/models/m" ? refuse("no", 500) : null),
    says: /500/,
  },
  "first-answer": {
    fault: ({ path }) => (isInfer(path) ? refuse("out of memory", 500) : null),
    says: /status 500: out of memory/,
  },
  identity: {
    fault: ({ path }, sound) =>
      isInfer(path)
        ? changed(sound(), (body) => Object.assign(body, { model_version: "2" }))
        : null,
    says: /version 1 is expected, but version 2 gave 8 of 8 answers/,
  },
  schema: {
    fault: ({ path }, sound) =>
      isInfer(path)
        ? changed(sound(), (body) => Object.assign(body.outputs[0] as object, { name: "z" }))
        : null,
    says: /outputs\/0/,
  },
  examples: {
    fault: down,
    more: "system: { examples: [{ input: { a: 1, b: 2 }, expect: 5 }, { input: { a: 1, b: 2 }, expect: 6 }] }",
    says: /1 of 2 are not as expected: example 2: .*5 instead of 6/,
  },
  determinism: {
    fault: ({ path, count }, sound) =>
      isInfer(path)
        ? changed(sound(), ({ outputs: [y] }) => {
            if (y) y.data = y.data.map((value) => value + count * 0.01);
          })
        : null,
    says: /answered twice differs/,
  },
  "batch-invariance": {
    fault: ({ path }, sound) =>
      isInfer(path)
        ? changed(sound(), ({ outputs: [y] }) => {
            if (y && y.data.length > 1) y.data = y.data.map((value) => value * 1.001);
          })
        : null,
    says: /alone and in a batch/,
  },
  "order-invariance": {
    fault: ({ path }, sound) =>
      isInfer(path)
        ? changed(sound(), ({ outputs: [y] }) => void y?.data.sort((a, b) => a - b))
        : null,
    says: /in two orders/,
  },
  isolation: {
    fault: async ({ path, inFlight }, sound) => {
      if (!isInfer(path)) return sound();
      const crowded = inFlight > 1;
      await new Promise((later) => setTimeout(later, 5));
      return crowded
        ? changed(sound(), ({ outputs: [y] }) => {
            if (y) y.data = y.data.map((value) => value + 1);
          })
        : sound();
    },
    says: /alone they were right/,
  },
  "malformed-json": {
    fault: ({ path, text }, sound) => {
      if (!isInfer(path)) return null;
      try {
        JSON.parse(text);
        return null;
      } catch {
        return refuse("internal error", 500) ?? sound();
      }
    },
    says: /answered 500/,
  },
  "wrong-dtype": {
    fault: ({ path, text }) =>
      isInfer(path) && text.includes("not-a-number")
        ? {
            status: 200,
            body: {
              model_name: "m",
              outputs: [{ name: "y", datatype: "FP32", shape: [1], data: [0] }],
            },
          }
        : null,
    says: /accepted with 200/,
  },
  "wrong-shape": {
    fault: ({ path, text }) =>
      isInfer(path) && text.includes("[1,3]") ? { status: 400, body: "nope" } : null,
    says: /not in the error form/,
  },
  "missing-field": {
    fault: ({ path, text }) =>
      isInfer(path) && text === '{"id":"infergate"}' ? refuse("oops", 500) : null,
    says: /answered 500/,
  },
  "empty-batch": {
    fault: ({ path, text }) =>
      isInfer(path) && text.includes('"shape":[0,2]') ? refuse("index out of range", 500) : null,
    says: /answered 500/,
  },
  "wrong-content-type": {
    fault: ({ path, contentType }) =>
      isInfer(path) && contentType === "text/plain" ? refuse("oops", 500) : null,
    says: /answered 500/,
  },
  "unknown-model": {
    fault: ({ path }) => (path.includes("no-such-model/infer") ? { status: 200, body: {} } : null),
    says: /accepted with 200/,
  },
  "non-finite": {
    fault: ({ path, text }) =>
      isInfer(path) && text.includes("NaN")
        ? {
            status: 200,
            body: '{"model_name":"m","outputs":[{"name":"y","datatype":"FP32","shape":[1],"data":[NaN]}]}',
          }
        : null,
    more: "system: strict",
    says: /NaN/,
  },
  "oversize-body": {
    fault: ({ path, text }) => (isInfer(path) && text.length > 1e6 ? refuse("oops", 500) : null),
    more: "system: strict",
    says: /answered 500/,
  },
  "alive-after": {
    fault: (() => {
      let poisoned = false;
      return ({ path, text }: { path: string; text: string }) => {
        if (!isInfer(path)) return null;
        if (text.includes("[1,3]")) poisoned = true;
        else if (poisoned) {
          poisoned = false;
          return refuse("worker died", 500);
        }
        return null;
      };
    })(),
    says: /after wrong-shape a good request failed: status 500: worker died/,
  },
  "no-leak": {
    fault: ({ path, text }) =>
      isInfer(path) && text.includes("[1,3]")
        ? refuse('Traceback (most recent call last):\n  File "/srv/app.py", line 3, in <module>')
        : null,
    says: /wrong-shape shows a Python traceback/,
  },
};

test("every check has a fault that it must find", () => {
  expect(Object.keys(FAULTS).sort()).toEqual(SYSTEM_CHECKS.map(({ id }) => id).sort());
});

test.each(Object.entries(FAULTS))(
  "system/%s finds its fault",
  async (id, { fault, more, says }) => {
    const outcome = await run(fault, `${more ?? ""}\n`);
    const check = checkOf(outcome, `system/${id}`);
    expect(check.message).toMatch(says);
    expect(check.verdict).toBe("fail");
    expect(outcome.result.verdict).toBe("fail");
    expect(outcome.exitStatus).toBe(1);
  },
);

test("a server that declares no outputs and names no version keeps to the form (MLServer, KServe)", async () => {
  const sparse: Fault = ({ path }, sound) => {
    const answer = sound();
    if (isInfer(path))
      return changed(answer, (body) => Object.assign(body, { model_version: null }));
    if (path !== "/v2/models/m") return null;
    return { ...answer, body: { ...(answer.body as object), outputs: [] } };
  };
  server = await startV2Server(sparse);
  const outcome = await gate(
    `endpoint: { url: "${server.url}", protocol: oip-v2, model: m }\nload: off\n`,
  );
  expect(checkOf(outcome, "system/schema").verdict).toBe("pass");
  expect(outcome.exitStatus).toBe(0);
});

test("a version that is written as a number is compared, and not passed by the metadata's", async () => {
  const numbered: Fault = ({ path }, sound) =>
    isInfer(path) ? changed(sound(), (body) => Object.assign(body, { model_version: 2 })) : null;
  expect(checkOf(await run(numbered, "system: smoke\n"), "system/identity")).toMatchObject({
    verdict: "fail",
    message: "version 1 is expected, but version 2 gave 8 of 8 answers",
  });
});

test("metadata with an input that has no datatype is found", async () => {
  const broken: Fault = ({ path }, sound) => {
    if (path !== "/v2/models/m") return null;
    const answer = sound();
    return {
      ...answer,
      body: { ...(answer.body as object), inputs: [{ name: "x", shape: [-1] }] },
    };
  };
  expect(checkOf(await run(broken, "system: smoke\n"), "system/metadata")).toMatchObject({
    verdict: "fail",
    message: expect.stringMatching(/cannot be read: it must hold name, inputs and outputs/),
  });
});

test("one replica that still serves the old version is found", async () => {
  const stale: Fault = ({ path, count }, sound) =>
    isInfer(path) && count % 4 === 0
      ? changed(sound(), (body) => Object.assign(body, { model_version: "0" }))
      : null;
  expect(checkOf(await run(stale, "system: smoke\n"), "system/identity")).toMatchObject({
    verdict: "fail",
    message:
      "version 1 is expected, but version 1 gave 6 of 8 answers, version 0 gave 2 of 8 answers",
  });
});

test("an echoed row is a leak, one value named is none", async () => {
  const echo: Fault = ({ path, text }) =>
    isInfer(path) && text.includes("[1,3]") ? refuse(`bad input: ${text}`) : null;
  expect(checkOf(await run(echo), "system/no-leak")).toMatchObject({
    verdict: "fail",
    message: "wrong-shape shows the row that was sent",
  });
  await server?.close();
  const named: Fault = ({ path, text }) =>
    isInfer(path) && text.includes("not-a-number") ? refuse("could not read 'not-a-number'") : null;
  expect(checkOf(await run(named), "system/no-leak").verdict).toBe("pass");
});

test("a server whose answers are all alike cannot be judged by what a mix-up would show", async () => {
  const constant: Fault = ({ path }, sound) =>
    isInfer(path) ? changed(sound(), ({ outputs: [y] }) => void y?.data.fill(1)) : null;
  const outcome = await run(constant);
  for (const id of ["isolation", "order-invariance"]) {
    expect(checkOf(outcome, `system/${id}`)).toMatchObject({
      verdict: "inconclusive",
      message: expect.stringMatching(/same answer/),
    });
  }
});

test("skip names checks that are then not run", async () => {
  const outcome = await run(
    ({ path }) => (path === "/v2/health/live" ? refuse("no", 503) : null),
    "system: { skip: [live] }",
  );
  expect(checkOf(outcome, "system/live")).toMatchObject({
    verdict: "skipped",
    message: "named in system.skip",
  });
  expect(outcome.result.verdict).toBe("pass");
});
