import { checkOf, gate } from "../support/run-gate";
import { type Conformance, testConformance } from "./conformance";
import { FEATURES, writeRows } from "./penguins";
import { predictAll } from "./servers/instances";
import { type Reply, type Seen, serve } from "./servers/json-server";
import { readInfer, writeInfer } from "./servers/raw-tensors";

const HEADER = "inference-header-content-length";

/** From triton-inference-server/server `docs/protocol/extension_binary_data.md`. */
const answer =
  (ready: boolean, seen: Seen[] = []) =>
  (request: Seen): Reply => {
    seen.push(request);
    const { path, headers, body } = request;
    const refuse = (error: string, status = 400) => ({ status, body: { error } });
    if (path === "/v2") {
      return {
        status: 200,
        body: { name: "raw", version: "1", extensions: ["binary_tensor_data"] },
      };
    }
    if (path === "/v2/health/live") return { status: 200, body: "" };
    if (path === "/v2/health/ready") return { status: ready ? 200 : 400, body: "" };
    if (path === "/v2/models") return refuse("no such route", 404);
    if (path === "/v2/repository/index") return { status: 200, body: [{ name: "penguins" }] };
    const [, model, rest = ""] = /^\/v2\/models\/([^/]+)(.*)$/.exec(path) ?? [];
    if (model !== "penguins") return refuse("unknown model", 404);
    if (rest === "/ready") return { status: ready ? 200 : 400, body: "" };
    if (rest === "") {
      return {
        status: 200,
        body: {
          name: model,
          versions: ["3"],
          platform: "test",
          inputs: [{ name: "x", datatype: "FP32", shape: [-1, FEATURES.length] }],
          outputs: [
            { name: "species", datatype: "BYTES", shape: [-1] },
            { name: "scores", datatype: "FP32", shape: [-1, 3] },
          ],
        },
      };
    }
    try {
      const { inputs: [x] = [], id } = readInfer(body, headers[HEADER] as string | undefined) as {
        id?: string;
        inputs?: { shape: number[]; data: number[] }[];
      };
      if (!x) return refuse("inputs are missing");
      const [rows = 0] = x.shape;
      const width = FEATURES.length;
      const predicted = predictAll(
        Array.from({ length: rows }, (_, row) => x.data.slice(row * width, (row + 1) * width)),
      );
      if (!predicted.ok) return refuse(predicted.why);
      const outputs = [
        { name: "species", datatype: "BYTES", shape: [rows], data: predicted.species },
        {
          name: "scores",
          datatype: "FP32",
          shape: [rows, 3],
          data: predicted.probabilities.flat(),
        },
      ];
      const head = { model_name: model, model_version: "3", id };
      return headers[HEADER] === undefined
        ? { status: 200, body: { ...head, outputs } }
        : { status: 200, ...writeInfer(head, outputs) };
    } catch (error) {
      return refuse((error as Error).message);
    }
  };

describe("oip-v2, tensors as JSON", () => {
  testConformance({
    protocol: "oip-v2",
    start: ({ ready }) => serve(answer(ready)),
    evidence: /GET \/v2 answers server metadata: raw/,
    version: "3",
    skipped: [],
    notReady: "ready",
  });
});

describe("oip-v2, tensors as raw bytes", () => {
  testConformance({
    protocol: "oip-v2",
    start: ({ ready }) => serve(answer(ready)),
    config: "tensors: binary",
    evidence: /GET \/v2 answers server metadata: raw/,
    version: "3",
    skipped: [],
    notReady: "ready",
  });

  test("no number goes as text, and under load every answer is compared", async () => {
    const seen: Seen[] = [];
    const server = await serve(answer(true, seen));
    const data = await writeRows();
    const outcome = await gate(`
endpoint: { url: "${server.url}", tensors: binary }
data: { file: "${data.file}", label: species }
system: off
load: { performance: { rate: 100/s, for: 4s, slo: { errors: 10% } } }
`);
    await Promise.all([server.close(), data.remove()]);
    expect(checkOf(outcome, "load/performance/correct")).toMatchObject({ observed: 1 });
    const infer = seen.filter(({ path }) => path.endsWith("/infer"));
    expect(infer.length).toBeGreaterThan(300);
    expect(infer.every(({ json }) => json === undefined)).toBe(true);
  });
});

test.each(["kserve-v1", "mlflow"])("%s has no binary form", async (protocol) => {
  const server: Awaited<ReturnType<Conformance["start"]>> = await serve(answer(true));
  const run = gate(
    `endpoint: { url: "${server.url}", protocol: ${protocol}, tensors: binary }\nload: off\n`,
  );
  await expect(run).rejects.toMatchObject({ code: "config/no-binary-tensors" });
  await server.close();
});
