import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkOf, gate } from "../support/run-gate";
import { type Fault, refuse, type SmallServer, startV2Server } from "../support/small-v2-server";

let folder: string;
const servers: SmallServer[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "infergate-shadow-"));
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Warm-up pairs come first and are not judged. */
const WARM_UP = 20;

const serve = async (fault?: Fault) => {
  const server = await startV2Server(fault);
  servers.push(server);
  return server.url;
};

const shadow = async (options: {
  candidate?: Fault;
  baseline?: Fault;
  rows?: number;
  row?: (index: number) => string;
  agreement?: string;
  slowdown?: string;
}) => {
  const {
    rows = 40,
    row = (i: number) => `${i},1`,
    agreement = "99%",
    slowdown = "100%",
  } = options;
  const file = join(folder, "rows.csv");
  const lines = Array.from({ length: rows }, (_, i) => row(i));
  await writeFile(file, `a,b\n${lines.join("\n")}\n`);
  return gate(`
endpoint: { url: "${await serve(options.candidate)}", protocol: oip-v2, model: m }
baseline: { url: "${await serve(options.baseline)}" }
data: { file: "${file}" }
system: off
load: off
shadow: { requests: 320, max_slowdown: ${slowdown}, max_errors: 5%, min_agreement: ${agreement} }
`);
};
const isInfer = (path: string) => path.endsWith("/infer");
const wrongEvery =
  (nth: number): Fault =>
  ({ path, count }) =>
    isInfer(path) && count % nth === 0
      ? {
          status: 200,
          body: {
            model_name: "m",
            model_version: "1",
            outputs: [{ name: "y", datatype: "FP32", shape: [1], data: [-1] }],
          },
        }
      : null;
const refuseEvery =
  (nth: number): Fault =>
  ({ path, count }) =>
    isInfer(path) && count % nth === 0 ? refuse("out of memory", 500) : null;

test("two that answer alike agree", async () => {
  const outcome = await shadow({});
  expect(checkOf(outcome, "shadow/agreement")).toMatchObject({
    verdict: "pass",
    observed: 1,
    n: 320,
  });
  expect(checkOf(outcome, "shadow/errors").verdict).toBe("pass");
  expect(outcome.exitStatus).toBe(0);
});

test("the same input in every row of the file is one input", async () => {
  // Never the same twice, and always the same within the tolerance.
  const jittery: Fault = ({ path, count }) =>
    isInfer(path)
      ? {
          status: 200,
          body: {
            model_name: "m",
            model_version: "1",
            outputs: [{ name: "y", datatype: "FP32", shape: [1], data: [1 + count * 1e-9] }],
          },
        }
      : null;
  const outcome = await shadow({
    candidate: jittery,
    baseline: jittery,
    rows: 400,
    row: () => "1,1",
  });
  const check = checkOf(outcome, "shadow/agreement");
  expect(check).toMatchObject({ verdict: "inconclusive", observed: 1 });
  expect(check.message).toMatch(/from 1 distinct inputs; .* at least 10 distinct inputs/);
});

test("one input over and over is no agreement", async () => {
  const outcome = await shadow({ rows: 3 });
  const check = checkOf(outcome, "shadow/agreement");
  expect(check).toMatchObject({ verdict: "inconclusive", observed: 1 });
  expect(check.message).toMatch(/from 3 distinct inputs; .* at least 10 distinct inputs/);
  expect(check.hint).toMatch(/data\.file/);
  expect(outcome.exitStatus).toBe(1);
});

test("few inputs that differ are a fail all the same", async () => {
  const outcome = await shadow({ rows: 3, candidate: wrongEvery(2) });
  expect(checkOf(outcome, "shadow/agreement").verdict).toBe("fail");
});

test("the share that differs is counted exactly, with the first of them as evidence", async () => {
  const outcome = await shadow({ candidate: wrongEvery(10) });
  const check = checkOf(outcome, "shadow/agreement");
  // Counted by the server from its first request, and 320 is a multiple of 10.
  expect(check).toMatchObject({ verdict: "fail", observed: 0.9 });
  expect(check.message).toMatch(/^32 of 320 pairs differ.*first: .*-1 instead of/);
  expect(check.evidence[0]?.response).toMatch(/^candidate: 200 [\s\S]*-1/);
  expect(check.evidence[1]?.response).toMatch(/^baseline: 200 /);
});

test("a candidate that fails now and then fails on errors, with both counts told", async () => {
  const outcome = await shadow({ candidate: refuseEvery(4) });
  const check = checkOf(outcome, "shadow/errors");
  expect(check).toMatchObject({ verdict: "fail", observed: 0.25, baseline: 0 });
  expect(check.message).toMatch(
    /80 of 320 got no good answer from the candidate, 0 from the baseline/,
  );
});

test("a baseline that fails is an error, not the candidate's fault", async () => {
  const outcome = await shadow({ baseline: refuseEvery(4) });
  expect(checkOf(outcome, "shadow/agreement")).toMatchObject({ verdict: "error" });
  expect(outcome.exitStatus).toBe(3);
});

test("a candidate that is slower is found", async () => {
  const slow: Fault = async ({ path }, sound) => {
    if (isInfer(path)) await new Promise((done) => setTimeout(done, 20));
    return sound();
  };
  const outcome = await shadow({ candidate: slow, slowdown: "30%" });
  expect(checkOf(outcome, "shadow/slowdown").verdict).toBe("fail");
});

test("warm-up pairs are not judged", async () => {
  const outcome = await shadow({
    candidate: ({ path, count }, sound) =>
      isInfer(path) && count <= WARM_UP ? refuse("cold", 503) : sound(),
  });
  expect(checkOf(outcome, "shadow/errors")).toMatchObject({ observed: 0 });
});
