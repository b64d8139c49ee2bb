import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Row } from "../../src/data/types";
import type { Json } from "../../src/protocols/json-body";
import { tryParseNonFinite } from "../../src/protocols/non-finite-json";
import { checkOf, gate } from "../support/run-gate";
import { withEndpoint } from "./ask-rows";
import { type Conformance, testConformance } from "./conformance";
import { FEATURES } from "./penguins";
import { predictAll } from "./servers/instances";
import { type Reply, type Seen, serve } from "./servers/json-server";

const tensor = (dtype: string, ...sizes: number[]) => ({
  dtype,
  tensor_shape: {
    dim: sizes.map((size) => ({ size: String(size), name: "" })),
    unknown_rank: false,
  },
  name: "x:0",
});

/** From tensorflow/serving `g3doc/api_rest.md`, with the answers of `http_rest_api_handler.cc`. */
const answer =
  (ready: boolean) =>
  ({ method, path, json }: Seen): Reply => {
    const refuse = (status: number, error: string) => ({ status, body: { error } });
    const [, model, rest = ""] = /^\/v1\/models\/([^/:]+)(.*)$/.exec(path) ?? [];
    if (model === undefined) return refuse(404, `Malformed request: ${method} ${path}`);
    if (model !== "penguins") {
      return refuse(404, `Servable not found for request: Latest(${model})`);
    }
    if (rest === "") {
      const state = ready ? "AVAILABLE" : "LOADING";
      const status = { error_code: "OK", error_message: "" };
      return { status: 200, body: { model_version_status: [{ version: "3", state, status }] } };
    }
    if (rest === "/metadata") {
      const serving_default = {
        inputs: { x: tensor("DT_FLOAT", -1, FEATURES.length) },
        outputs: { scores: tensor("DT_FLOAT", -1, 3) },
        method_name: "tensorflow/serving/predict",
      };
      return {
        status: 200,
        body: {
          model_spec: { name: model, signature_name: "", version: "3" },
          metadata: { signature_def: { signature_def: { serving_default } } },
        },
      };
    }
    if (rest !== ":predict" || method !== "POST") return refuse(404, `Malformed request: ${path}`);
    if (json === undefined) return refuse(400, "JSON Parse error: Invalid value. at offset: 0");
    const predicted = predictAll((json as { instances?: unknown }).instances);
    return predicted.ok
      ? { status: 200, body: { predictions: predicted.probabilities } }
      : refuse(400, predicted.why);
  };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "infergate-tf-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const start: Conformance["start"] = ({ ready }) => serve(answer(ready));

describe("tf-serving", () => {
  testConformance({
    protocol: "tf-serving",
    start,
    config: "model: penguins",
    evidence: /GET \/v1\/models\/penguins answers model_version_status/,
    version: "3",
    skipped: ["live"],
    notReady: "ready",
  });

  test("inputs are made from the metadata", async () => {
    const server = await start({ ready: true });
    const outcome = await gate(
      `endpoint: { url: "${server.url}/v1/models/penguins:predict" }\nload: off\n`,
    );
    await server.close();
    expect(outcome.result.endpoint).toMatchObject({ protocol: "tf-serving", version: "3" });
    expect(checkOf(outcome, "system/schema").verdict).toBe("pass");
    expect(outcome.exitStatus).toBe(0);
  });

  test("columns that fit no inputs are told by name", async () => {
    const inputs = { wide: tensor("DT_FLOAT", -1, 3), deep: tensor("DT_FLOAT", -1, 1) };
    const metadata = {
      model_spec: { version: "1" },
      metadata: {
        signature_def: { signature_def: { serving_default: { inputs, outputs: {} } } },
      },
    };
    const asked = (rows: readonly Row[]) =>
      withEndpoint(
        "protocol: tf-serving, model: m",
        ({ method, json }) =>
          method === "POST"
            ? { status: 200, body: { predictions: (json as { instances: Json[] }).instances } }
            : { status: 200, body: metadata },
        ({ ask }) => ask(rows),
      );
    await expect(asked([{ a: 1, b: 2, c: 3, d: 4 }])).rejects.toMatchObject({
      code: "data/feature-count",
      message: "the model has 2 inputs (wide, deep), but the rows have 4 features (a, b, c, d)",
    });
    const [answer] = await asked([{ deep: 1, wide: [1, 2, 3] }]);
    expect(answer?.outputs).toEqual([
      { name: "wide", value: [1, 2, 3] },
      { name: "deep", value: 1 },
    ]);
  });

  test("a page in place of the metadata is found", async () => {
    const server = await serve((seen) =>
      seen.path.endsWith("/metadata")
        ? { status: 200, headers: { "content-type": "text/html" }, body: "<!doctype html><p>login" }
        : answer(true)(seen),
    );
    const outcome = await gate(
      `endpoint: { url: "${server.url}", model: penguins }\nload: off\nsystem: smoke\n`,
    );
    await server.close();
    expect(checkOf(outcome, "system/metadata")).toMatchObject({
      verdict: "fail",
      message: expect.stringMatching(/answered 200, but the body is an HTML page, not JSON/),
    });
  });

  test("NaN in, NaN out is no finite answer", async () => {
    const server = await serve((seen) => {
      // TensorFlow computes on.
      if (!seen.body.includes("NaN")) return answer(true)(seen);
      return { status: 200, body: '{"predictions": [[NaN, 0.5, 0.5]]}' };
    });
    const outcome = await gate(
      `endpoint: { url: "${server.url}", model: penguins }\nload: off\nsystem: strict\n`,
    );
    await server.close();
    expect(checkOf(outcome, "system/non-finite")).toMatchObject({
      verdict: "fail",
      message: expect.stringMatching(/answered 200 with NaN/),
    });
  });

  test("bare NaN and Infinity are numbers, not a broken body", async () => {
    const schema = join(folder, "schema.json");
    await writeFile(schema, '{"properties":{"predictions":{}}}');
    const server = await serve((seen) => {
      const sound = answer(true)(seen);
      return seen.path.endsWith(":predict") && sound.status === 200
        ? { status: 200, body: '{"predictions": [[NaN, -Infinity, Infinity]]}' }
        : sound;
    });
    const outcome = await gate(
      `endpoint: { url: "${server.url}", model: penguins }\nload: off\nsystem: { level: smoke, schema: "${schema}", examples: [{ input: { a: 1, b: 2, c: 3, d: 4 }, expect: [1, 2, 3] }] }\n`,
    );
    await server.close();
    expect(checkOf(outcome, "system/examples")).toMatchObject({
      verdict: "fail",
      message: expect.stringMatching(/NaN instead of 1/),
    });
    // A schema that names no type lets pass what is nothing at all.
    expect(checkOf(outcome, "system/schema")).toMatchObject({
      verdict: "fail",
      message: "the body is not JSON",
    });
  });
});

test.each([
  [
    '{"a": [NaN, -Infinity, "NaN, \\"Infinity"]}',
    { a: [Number.NaN, Number.NEGATIVE_INFINITY, 'NaN, "Infinity'] },
  ],
  ["[1, 2]", [1, 2]],
  ["{NaN: 1}", undefined],
  ["[NaNa]", undefined],
  ["", undefined],
])("%s", (text, value) => {
  const body = Buffer.from(text);
  expect(
    tryParseNonFinite({ status: 200, headers: {}, body, firstByteMs: 0, durationMs: 0 }),
  ).toEqual(value);
});
