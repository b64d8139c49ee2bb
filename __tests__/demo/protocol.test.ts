import {
  ask,
  HELD_OUT,
  inferRows,
  postInfer,
  type RunningServer,
  serve,
  tensor,
} from "./model-server";
import { faultsOf } from "./v2-schemas";

const ROW = [39.1, 18.7, 181, 3750];
const JSON_TYPE = { "content-type": "application/json" };

let baseline: RunningServer;
let candidate: RunningServer;
beforeAll(async () => {
  [baseline, candidate] = await Promise.all([serve({ role: "baseline" }), serve()]);
});
afterAll(() => Promise.all([baseline.close(), candidate.close()]));

/** Every answer of the server must be JSON, of the shape that the protocol gives. */
async function expectError(
  answer: ReturnType<typeof ask>,
  status: number,
  message: RegExp,
): Promise<void> {
  const { status: seen, headers, body } = await answer;
  expect(faultsOf("error", body)).toEqual([]);
  expect(body.error).toMatch(message);
  expect(body.error).not.toMatch(/Traceback|node:|\.ts|\.cjs| {4}at /);
  expect(seen).toBe(status);
  expect(headers.get("content-type")).toBe("application/json");
}

describe("health and metadata", () => {
  test.each([
    ["/v2", "serverMetadata"],
    ["/v2/health/live", "live"],
    ["/v2/health/ready", "ready"],
    ["/v2/models/penguins", "modelMetadata"],
    ["/v2/models/penguins/versions/3", "modelMetadata"],
    ["/v2/models/penguins/ready", "modelReady"],
    ["/v2/models/penguins/versions/3/ready", "modelReady"],
    ["/v2/models/%70enguins", "modelMetadata"],
    ["/v2?verbose=1", "serverMetadata"],
  ] as const)("GET %s", async (path, schema) => {
    const { status, headers, body } = await ask(candidate.url + path);
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("application/json");
    expect(faultsOf(schema, body)).toEqual([]);
  });

  test("POST /v2/repository/index lists the one model", async () => {
    const { status, body } = await ask(`${candidate.url}/v2/repository/index`, { method: "POST" });
    expect(status).toBe(200);
    expect(faultsOf("repositoryIndex", body)).toEqual([]);
    expect(body).toEqual([{ name: "penguins", version: "3", state: "READY", reason: "" }]);
  });

  test("HEAD answers as GET, without a body", async () => {
    const head = await fetch(`${candidate.url}/v2`, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect(Number(head.headers.get("content-length"))).toBeGreaterThan(0);
  });

  test("metadata gives the tensors that infer takes and answers", async () => {
    const { body } = await ask(`${candidate.url}/v2/models/penguins`);
    expect(body.inputs).toEqual([{ name: "features", datatype: "FP64", shape: [-1, 4] }]);
    expect(body.outputs).toEqual([
      { name: "species", datatype: "BYTES", shape: [-1] },
      { name: "probabilities", datatype: "FP64", shape: [-1, 3] },
    ]);
    const answer = await inferRows(candidate.url, [ROW]);
    const outputs = answer.body.outputs as { name: string; datatype: string }[];
    expect(outputs.map(({ name, datatype }) => ({ name, datatype }))).toEqual(
      body.outputs.map(({ name, datatype }: { name: string; datatype: string }) => ({
        name,
        datatype,
      })),
    );
  });

  test("baseline and candidate say who they are", async () => {
    const versions = await Promise.all(
      [baseline, candidate].map(async ({ url }) => {
        const metadata = await ask(`${url}/v2/models/penguins`);
        const answer = await inferRows(url, [ROW]);
        return [...metadata.body.versions, answer.body.model_version];
      }),
    );
    expect(versions).toEqual([
      ["2", "2"],
      ["3", "3"],
    ]);
  });

  test("listens on loopback only", () => {
    expect(new URL(candidate.url).hostname).toBe("127.0.0.1");
  });
});

describe("infer", () => {
  test("labels and scores one row", async () => {
    const { status, body } = await inferRows(candidate.url, [ROW]);
    expect(status).toBe(200);
    expect(faultsOf("inferResponse", body)).toEqual([]);
    const [species, probabilities] = body.outputs;
    expect(species).toEqual({ name: "species", datatype: "BYTES", shape: [1], data: ["Adelie"] });
    expect(probabilities.shape).toEqual([1, 3]);
    expect(probabilities.data.reduce((sum: number, p: number) => sum + p, 0)).toBeCloseTo(1, 5);
  });

  test("labels the held-out rows as well as its metadata says", async () => {
    const { body } = await inferRows(
      candidate.url,
      HELD_OUT.map(({ features }) => features),
    );
    const right = HELD_OUT.filter(({ species }, i) => body.outputs[0].data[i] === species);
    expect(right.length).toBe(134);
  });

  test("the versioned path answers the same", async () => {
    const init = {
      method: "POST",
      headers: JSON_TYPE,
      body: JSON.stringify({ inputs: [tensor([ROW])] }),
    };
    const path = "/v2/models/penguins/versions/3/infer";
    const [plain, versioned] = await Promise.all([
      inferRows(candidate.url, [ROW]),
      ask(candidate.url + path, init),
    ]);
    expect(versioned.status).toBe(200);
    expect(versioned.body).toEqual(plain.body);
  });

  test("echoes the id, and has none where none was given", async () => {
    const withId = await inferRows(candidate.url, [ROW], "call-1 ✓");
    const without = await inferRows(candidate.url, [ROW]);
    expect(withId.body.id).toBe("call-1 ✓");
    expect(Object.hasOwn(without.body, "id")).toBe(false);
  });

  test("an empty batch has an empty answer", async () => {
    const { status, body } = await inferRows(candidate.url, []);
    expect(status).toBe(200);
    expect(faultsOf("inferResponse", body)).toEqual([]);
    expect(body.outputs).toEqual([
      { name: "species", datatype: "BYTES", shape: [0], data: [] },
      { name: "probabilities", datatype: "FP64", shape: [0, 3], data: [] },
    ]);
  });

  test.each([
    [["species"], ["species"]],
    [["probabilities"], ["probabilities"]],
    [
      ["probabilities", "species"],
      ["probabilities", "species"],
    ],
    [[], ["species", "probabilities"]],
  ])("requested outputs %j answer %j", async (requested, answered) => {
    const outputs = requested.map((name) => ({ name }));
    const { body } = await postInfer(candidate.url, { inputs: [tensor([ROW])], outputs });
    expect(body.outputs.map(({ name }: { name: string }) => name)).toEqual(answered);
  });

  test.each(["FP32", "FP64", "INT16", "INT32", "INT64", "UINT16", "UINT32", "UINT64"])(
    "takes %s",
    async (datatype) => {
      const inputs = [{ ...tensor([[39, 19, 181, 3750]]), datatype }];
      const { status, body } = await postInfer(candidate.url, { inputs });
      expect([status, body.outputs?.[0].data]).toEqual([200, ["Adelie"]]);
    },
  );

  test("takes nested data, and ignores parameters wherever they stand", async () => {
    const rows = [ROW, [48.4, 16.3, 220, 5400]];
    const flat = await inferRows(candidate.url, rows);
    const nested = await postInfer(candidate.url, {
      parameters: { priority: 1 },
      inputs: [{ ...tensor(rows), data: rows, parameters: { content_type: "np" } }],
    });
    expect(nested.body).toEqual(flat.body);
    expect(flat.body.outputs[0].data).toEqual(["Adelie", "Gentoo"]);
  });

  test("takes a content type with parameters, in any case", async () => {
    const headers = { "content-type": "Application/JSON; charset=utf-8" };
    const answer = await postInfer(candidate.url, { inputs: [tensor([ROW])] }, headers);
    expect(answer.status).toBe(200);
  });

  test("answers huge finite numbers with finite scores", async () => {
    const most = Number.MAX_VALUE;
    const { status, body } = await inferRows(candidate.url, [[most, -most, most, -most]]);
    expect(status).toBe(200);
    expect(body.outputs[1].data.every(Number.isFinite)).toBe(true);
  });
});

describe("refusals", () => {
  const good = tensor([ROW]);
  const inputs = (changes: object) => ({ inputs: [{ ...good, ...changes }] });

  test.each<[string, unknown, RegExp]>([
    ["malformed JSON", '{"inputs": [', /not valid JSON/],
    ["an empty body", "", /not valid JSON/],
    ["bare NaN", '{"inputs": [{"data": [NaN]}]}', /not valid JSON/],
    ["a body that is no object", [1], /JSON object/],
    ["null", "null", /JSON object/],
    ["bytes that are not UTF-8", new Uint8Array([0x22, 0xff, 0x22]), /UTF-8/],
    ["no inputs", {}, /inputs must be an array/],
    ["empty inputs", { inputs: [] }, /one tensor, named "features"/],
    ["two inputs", { inputs: [good, good] }, /one tensor/],
    ["an input of another name", inputs({ name: "x" }), /one tensor, named "features"/],
    ["an input that is no object", { inputs: [7] }, /one tensor/],
    ["an id that is no string", { id: 7, inputs: [good] }, /id must be a string/],
    ["no datatype", inputs({ datatype: undefined }), /not a datatype of the protocol/],
    ["an unknown datatype", inputs({ datatype: "FLOAT" }), /not a datatype of the protocol/],
    ["a name of Object's", inputs({ datatype: "constructor" }), /not a datatype/],
    ["text", inputs({ datatype: "BYTES", data: ["a", "b", "c", "d"] }), /must be numeric/],
    ["booleans", inputs({ datatype: "BOOL", data: [true, true, true, true] }), /must be numeric/],
    ["FP16, which has no JSON form", inputs({ datatype: "FP16" }), /must be numeric/],
    ["text declared as numbers", inputs({ data: ["a", "b", "c", "d"] }), /finite numbers/],
    ["null among the data", inputs({ data: [1, 2, 3, null] }), /finite numbers/],
    ["booleans among the data", inputs({ data: [1, 2, 3, true] }), /finite numbers/],
    ["an overflow to infinity", JSON.stringify(inputs({})).replace("3750", "1e999"), /finite/],
    ["too large for FP32", inputs({ datatype: "FP32", data: [1, 2, 3, 1e39] }), /fit FP32/],
    ["fractions as INT32", inputs({ datatype: "INT32" }), /fit INT32/],
    ["negative as UINT8", inputs({ datatype: "UINT8", data: [1, 2, 3, -1] }), /fit UINT8/],
    ["256 as UINT8", inputs({ datatype: "UINT8", data: [1, 2, 3, 256] }), /fit UINT8/],
    ["128 as INT8", inputs({ datatype: "INT8", data: [1, 2, 3, 128] }), /fit INT8/],
    ["no shape", inputs({ shape: undefined }), /shape must be \[n, 4\]/],
    ["one axis", inputs({ shape: [4] }), /shape must be/],
    ["three axes", inputs({ shape: [1, 2, 2] }), /shape must be/],
    ["another width", inputs({ shape: [1, 5] }), /shape must be/],
    ["a negative size", inputs({ shape: [-1, 4] }), /shape must be/],
    ["a fraction of a row", inputs({ shape: [0.5, 4] }), /shape must be/],
    ["a size as text", inputs({ shape: ["1", 4] }), /shape must be/],
    ["a size beyond all memory", inputs({ shape: [2 ** 52, 4] }), /another number of elements/],
    ["a size beyond whole numbers", inputs({ shape: [1e300, 4] }), /shape must be/],
    ["more rows than data", inputs({ shape: [2, 4] }), /another number of elements/],
    ["data for an empty batch", inputs({ shape: [0, 4] }), /another number of elements/],
    ["no data", inputs({ data: undefined }), /data must be an array/],
    ["nested rows too short", inputs({ data: [[1, 2, 3]] }), /nested otherwise/],
    ["nested rows too many", inputs({ data: [ROW, ROW] }), /nested otherwise/],
    ["half nested", inputs({ shape: [2, 4], data: [ROW, 1] }), /nested otherwise/],
    ["nested too deep", inputs({ data: [[ROW, ROW, ROW, ROW]] }), /finite numbers/],
    ["outputs that are no list", { inputs: [good], outputs: {} }, /outputs must be an array/],
    ["an unknown output", { inputs: [good], outputs: [{ name: "x" }] }, /outputs of the model/],
    ["an unnamed output", { inputs: [good], outputs: [{}] }, /outputs of the model/],
    [
      "an output twice",
      { inputs: [good], outputs: [{ name: "species" }, { name: "species" }] },
      /twice/,
    ],
  ])("400 for %s", async (_, body, message) => {
    await expectError(postInfer(candidate.url, body), 400, message);
  });

  test.each([
    ["/v2/models/walruses", "GET", /unknown model/],
    ["/v2/models/walruses/ready", "GET", /unknown model/],
    ["/v2/models/walruses/infer", "POST", /unknown model/],
    ["/v2/models/penguins/versions/9", "GET", /unknown version/],
    ["/v2/models/penguins/versions/9/ready", "GET", /unknown version/],
    ["/v2/models/penguins/versions/9/infer", "POST", /unknown version/],
    ["/v2/models/%E0%A4%A", "GET", /unknown model/],
    ["/v2/models", "GET", /no such route/],
    ["/", "GET", /no such route/],
    ["/v1/models/penguins:predict", "POST", /no such route/],
  ])("404 for %s", async (path, method, message) => {
    const body = method === "POST" ? JSON.stringify({ inputs: [good] }) : undefined;
    const init = { method, headers: JSON_TYPE, body };
    await expectError(ask(candidate.url + path, init), 404, message);
  });

  test.each([
    ["POST", "/v2", "GET, HEAD"],
    ["PUT", "/v2/health/live", "GET, HEAD"],
    ["DELETE", "/v2/models/penguins", "GET, HEAD"],
    ["POST", "/v2/models/penguins/ready", "GET, HEAD"],
    ["GET", "/v2/models/penguins/infer", "POST"],
    ["GET", "/v2/repository/index", "POST"],
  ])("405 for %s %s", async (method, path, allow) => {
    await expectError(ask(candidate.url + path, { method }), 405, /this route takes/);
    const { headers } = await ask(candidate.url + path, { method });
    expect(headers.get("allow")).toBe(allow);
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ["text", { "content-type": "text/plain" }, /application\/json/],
    ["a form", { "content-type": "application/x-www-form-urlencoded" }, /application\/json/],
    [
      "compressed JSON",
      { "content-type": "application/json", "content-encoding": "gzip" },
      /compressed/,
    ],
  ])("415 for %s", async (_, headers, message) => {
    const body = JSON.stringify({ inputs: [good] });
    await expectError(postInfer(candidate.url, body, headers), 415, message);
  });

  test("415 where no content type is given", async () => {
    const body = new TextEncoder().encode(JSON.stringify({ inputs: [good] }));
    await expectError(postInfer(candidate.url, body, {}), 415, /application\/json/);
  });

  test("413 for a body above 1 MiB, and 200 for one just below", async () => {
    const json = JSON.stringify({ inputs: [good] });
    const padded = (bytes: number) => json + " ".repeat(bytes - json.length);
    await expectError(postInfer(candidate.url, padded(1024 ** 2 + 1)), 413, /larger/);
    await expectError(postInfer(candidate.url, padded(8 * 1024 ** 2)), 413, /larger/);
    const within = await postInfer(candidate.url, padded(1024 ** 2));
    expect(within.status).toBe(200);
  });

  test("no refusal shows the data that was sent", async () => {
    const marker = 987654.321;
    const bodies = [
      inputs({ data: [marker, "x", 1, 2] }),
      inputs({ data: [marker], shape: [1, 4] }),
      inputs({ data: [[marker]] }),
      inputs({ datatype: `T${marker}` }),
      inputs({ name: `n${marker}` }),
      { inputs: [good], outputs: [{ name: `o${marker}` }] },
      `{"inputs": [${marker}, oops]}`,
    ];
    for (const body of bodies) {
      const answer = await postInfer(candidate.url, body);
      expect(answer.status).toBe(400);
      expect(JSON.stringify(answer.body)).not.toContain("987654");
    }
  });

  test("after all of that, a good request is answered right", async () => {
    const { status, body } = await inferRows(candidate.url, [ROW]);
    expect([status, body.outputs[0].data]).toEqual([200, ["Adelie"]]);
  });
});
