import type { Row } from "../../src/data/types";
import { BINARY_DATATYPES } from "../../src/protocols/oip-v2/datatypes";
import { encodeTensors } from "../../src/protocols/oip-v2/encode";
import { withEndpoint } from "./ask-rows";

/** Two rows, for what a protocol makes of a batch. */
const TWO = [{ a: 1 }, { a: 2 }];
const ONE = TWO.slice(0, 1);

const ask = (endpoint: string, body: unknown, rows: readonly Row[] = ONE) =>
  withEndpoint(
    endpoint,
    ({ method }) => ({ status: 200, body: method === "POST" ? body : {} }),
    (opened) => opened.ask(rows),
  );

const V1 = "protocol: kserve-v1, model: m";

describe("lists of predictions", () => {
  test.each<[string, unknown, RegExp]>([
    ["a null in a list of its own", { predictions: [[null]] }, /prediction of row 1 is null/],
    ["a null under a name", { predictions: [{ label: null }] }, /prediction of row 1 is null/],
    ["an error beside them", { predictions: [1], error: "fallback" }, /body says error: fallback/],
    ["one for two rows, shared", { predictions: [[1, 2], 3, 4] }, /3 predictions, but 1 rows/],
  ])("%s are no answer", async (_, body, message) => {
    await expect(ask(V1, body)).rejects.toThrow(message);
  });

  test("what is not the prediction may be null", async () => {
    const body = { predictions: [{ label: "x", note: null }] };
    expect((await ask(V1, body))[0]?.outputs).toHaveLength(2);
  });
});

describe.each<[string, string, unknown]>([
  ["vertex", "protocol: vertex, model: '42'", { predictions: [1], error: { message: "quota" } }],
  ["tf-serving", "protocol: tf-serving, model: m", { predictions: [1], error: "quota" }],
  ["mlflow", "protocol: mlflow", { predictions: [1], error_code: "BAD_REQUEST", message: "quota" }],
  ["seldon", "protocol: seldon", { data: { ndarray: [1] }, status: { status: 1, info: "quota" } }],
  ["torchserve", "protocol: torchserve, model: m", { code: 503, message: "quota" }],
])("%s", (_, endpoint, body) => {
  test("an error in a 200 is no answer", async () => {
    await expect(ask(endpoint, body)).rejects.toThrow(/status 200, but the body says error: quota/);
  });
});

test("seldon's status of a success is no error", async () => {
  const body = { data: { ndarray: [7] }, status: { status: "SUCCESS", info: "all is well" } };
  expect(await ask("protocol: seldon", body)).toEqual([
    { outputs: [{ name: "ndarray", value: 7 }] },
  ]);
});

describe.each<[string, string, unknown]>([
  ["tgi", "protocol: tgi", { generated_text: "x", error: "overloaded" }],
  ["tei", "protocol: tei", { error: "overloaded", error_type: "overloaded" }],
  ["openai", "protocol: openai, model: m", { error: { message: "overloaded" } }],
  [
    "openai, beside half an answer",
    "protocol: openai, model: m",
    { choices: [{ message: { content: "x" } }], error: { message: "overloaded" } },
  ],
])("%s", (_, endpoint, body) => {
  test("an error in a 200 is no answer", async () => {
    await expect(ask(endpoint, body, [{ prompt: "hello" }])).rejects.toThrow(
      /status 200, but the body says error: overloaded/,
    );
  });
});

test("a message alone is not MLflow's error form", async () => {
  await withEndpoint(
    "protocol: mlflow",
    ({ method }) => ({ status: method === "POST" ? 400 : 200, body: { message: "no route" } }),
    async ({ model, ask }) => {
      await expect(ask(ONE)).rejects.toThrow(/^status 400$/);
      const answer = { status: 400, headers: {}, body: Buffer.from('{"message":"no route"}') };
      expect(model.errorMessage({ ...answer, firstByteMs: 0, durationMs: 0 })).toBeNull();
    },
  );
});

describe("azureml without templates", () => {
  const AZURE = "protocol: azureml";

  test.each<[string, unknown, RegExp]>([
    [
      "an exception that the script caught",
      { error: "boom" },
      /nothing at \S+ \(prediction\).*boom/,
    ],
    ["a list under a name", { result: [1] }, /nothing at \S+ \(prediction\)/],
    ["text", '"[1]"', /nothing at \S+ \(prediction\)/],
    ["three for one row", [1, 2, 3], /gives 3 values, but 1 rows were sent/],
  ])("%s is no answer", async (_, body, message) => {
    await expect(ask(AZURE, body)).rejects.toThrow(message);
  });

  test("a column of one value a row is the same alone and in a batch", async () => {
    expect(await ask(AZURE, [[0.5]])).toEqual([{ outputs: [{ name: "prediction", value: 0.5 }] }]);
    expect(await ask(AZURE, [[0.5], [0.6]], TWO)).toMatchObject([
      { outputs: [{ value: 0.5 }] },
      { outputs: [{ value: 0.6 }] },
    ]);
  });
});

describe("templates of a batch", () => {
  const BATCH = (path: string) =>
    `protocol: http, request: { path: /p, body: { rows: "{{rows}}" } }, response: "${path}"`;

  test.each<[string, string, unknown, typeof ONE, RegExp]>([
    ["three predictions for one row", "$.p", { p: [1, 2, 3] }, ONE, /gives 3 values, but 1 rows/],
    ["one prediction for two rows", "$.p", { p: 1 }, TWO, /gives 1 values, but 2 rows/],
    ["a null in a list of its own", "$.p", { p: [[1], [null]] }, TWO, /row 2 is null/],
    ["the same, by a path for each row", "$.p[*]", { p: [[1], [null]] }, TWO, /row 2 is null/],
    ["nothing for an empty batch", "$.p", { q: 1 }, [], /nothing at \$\.p/],
  ])("%s", async (_, path, body, rows, message) => {
    await expect(ask(BATCH(path), body, rows)).rejects.toThrow(message);
  });

  test.each<[string, unknown, unknown[]]>([
    ["$.p", { p: [[1, 2]] }, [[1, 2]]],
    ["$.p[*].v", { p: [{ v: [1, 2] }] }, [[1, 2]]],
    ["$..p", { q: { p: [[1]] } }, [1]],
    ["$.p", { p: "x" }, ["x"]],
  ])("%s of one row", async (path, body, values) => {
    const answers = await ask(BATCH(path), body);
    expect(answers.map(({ outputs }) => outputs[0]?.value)).toEqual(values);
  });
});

test("bentoml's error in a 200 is no prediction", async () => {
  const routes = [{ route: "/f", input: { properties: { a: {}, b: {} } } }];
  const run = withEndpoint(
    "protocol: bentoml",
    ({ method }) => ({
      status: 200,
      body: method === "POST" ? { error: "boom" } : { name: "s", routes },
    }),
    ({ ask }) => ask([{ a: 1, b: 2 }]),
  );
  await expect(run).rejects.toThrow(/body says error: boom/);
});

describe("the common keys of errors", () => {
  const TEMPLATES = 'protocol: http, request: { path: /p, body: { a: "{{a}}" } }, response: $.p';

  test.each<[unknown, string | null]>([
    [{ error: null, message: "bad row" }, "bad row"],
    [{ errors: [], title: "" }, null],
    [{ error: {} }, null],
    [{ detail: [{ loc: ["a"] }] }, '[{"loc":["a"]}]'],
    [{ error: false }, null],
  ])("%j", async (body, message) => {
    await withEndpoint(
      TEMPLATES,
      () => ({ status: 200, body: {} }),
      async ({ model }) => {
        const raw = Buffer.from(JSON.stringify(body));
        const answer = { status: 400, headers: {}, body: raw, firstByteMs: 0, durationMs: 0 };
        expect(model.errorMessage(answer)).toBe(message);
      },
    );
  });
});

describe("openai", () => {
  const at = (route: string, body: unknown, texts = ["hello"]) =>
    withEndpoint(
      "model: m",
      ({ method }) => ({
        status: 200,
        body: method === "POST" ? body : { object: "list", data: [{ id: "m" }] },
      }),
      (opened) => opened.ask(texts.map((prompt) => ({ prompt }))),
      route,
    );
  const CHAT = "/v1/chat/completions";
  const COMPLETIONS = "/v1/completions";
  const EMBEDDINGS = "/v1/embeddings";
  const RESPONSES = "/v1/responses";
  const message = (text: string, type = "output_text") => ({
    type: "message",
    content: [{ type, text }],
  });
  const chat = (content: unknown, more: object = {}, finish_reason = "stop") => ({
    choices: [{ index: 0, message: { role: "assistant", content, ...more }, finish_reason }],
  });

  test.each<[string, string, unknown, RegExp]>([
    ["neither text nor a call", CHAT, chat(null, { tool_calls: [] }), /no .*message\.content/],
    ["only reasoning", CHAT, chat(null, { reasoning_content: "hm" }), /no .*message\.content/],
    ["half a text, aborted", CHAT, chat("half", {}, "abort"), /the model stopped for "abort"/],
    ["half a text, failed", CHAT, chat("half", {}, "error"), /the model stopped for "error"/],
    [
      "a completion that was aborted",
      COMPLETIONS,
      { choices: [{ index: 0, text: "half", finish_reason: "abort" }] },
      /the model stopped for "abort"/,
    ],
    ["no vector", EMBEDDINGS, { data: [{ index: 0, embedding: [] }] }, /no data\[\]\.embedding/],
    ["a base64 vector", EMBEDDINGS, { data: [{ index: 0, embedding: "AAA=" }] }, /no data/],
    [
      "only reasoning",
      RESPONSES,
      { output: [{ type: "reasoning", content: [{ type: "reasoning_text", text: "hm" }] }] },
      /no output\[\]\.content\[\]\.text/,
    ],
    [
      "half a response",
      RESPONSES,
      {
        status: "incomplete",
        incomplete_details: { reason: "content_filter" },
        output: [message("half")],
      },
      /response\.incomplete: content_filter/,
    ],
    [
      "a failed response",
      RESPONSES,
      { status: "failed", error: { message: "no GPU" }, output: [] },
      /body says error: no GPU/,
    ],
  ])("%s (%s) is no answer", async (_, route, body, says) => {
    await expect(at(route, body)).rejects.toThrow(says);
  });

  test("two vectors of the same text are one short", async () => {
    const data = [
      { index: 0, embedding: [1] },
      { index: 0, embedding: [2] },
    ];
    await expect(at(EMBEDDINGS, { data }, ["a", "b"])).rejects.toThrow(/no data with the index 1/);
  });

  test("a call beside no text is an answer, and the reasoning is none of the text", async () => {
    const call = { type: "function", function: { name: "f", arguments: "{}" } };
    expect((await at(CHAT, chat(null, { tool_calls: [call] })))[0]?.outputs).toHaveLength(2);
    const reasoning = { type: "reasoning", content: [{ type: "reasoning_text", text: "hm" }] };
    const body = { status: "completed", error: null, output: [reasoning, message("Paris")] };
    expect((await at(RESPONSES, body))[0]?.outputs).toEqual([
      { name: "output_text", value: "Paris" },
    ]);
  });
});

describe("tei", () => {
  const info = (model_type: object) => ({ model_id: "m", model_sha: "s", model_type });
  const at = (type: object, body: unknown, route = "") =>
    withEndpoint(
      "protocol: tei",
      ({ method }) => ({ status: 200, body: method === "POST" ? body : info(type) }),
      (opened) => opened.ask([{ prompt: "hello" }]),
      route,
    );
  const CLASSIFIER = { classifier: {} };

  test.each<[string, object, unknown, RegExp]>([
    ["an empty vector", { embedding: {} }, [[]], /no list of numbers/],
    ["a vector with a hole", { embedding: {} }, [[0.5, null]], /no list of numbers/],
    [
      "a label without its score",
      CLASSIFIER,
      [[{ label: "a", score: 1 }, { label: "b" }]],
      /score/,
    ],
    ["no labels", CLASSIFIER, [[]], /score/],
  ])("%s is no answer", async (_, type, body, says) => {
    await expect(at(type, body)).rejects.toThrow(says);
  });

  test.each<[string, object, string]>([
    ["a reranker", { reranker: {} }, ""],
    ["the route /rerank", CLASSIFIER, "/rerank"],
  ])("%s takes a query and texts, which only templates can say", async (_, type, route) => {
    await expect(at(type, [], route)).rejects.toMatchObject({
      code: "config/templates-needed",
      hint: expect.stringMatching(/protocol: http, request: \{ path: \/rerank/),
    });
  });
});

describe("a cell that JSON has no word for", () => {
  test.each<[string, string]>([
    ["oip-v2", "protocol: oip-v2, model: m"],
    ["kserve-v1", V1],
    ["mlflow", "protocol: mlflow"],
    ["torchserve", "protocol: torchserve, model: m"],
    ["http", 'protocol: http, request: { path: /p, body: { rows: "{{rows}}" } }, response: "$[*]"'],
    [
      "http, one cell",
      'protocol: http, request: { path: /p, body: { a: "{{a}}" } }, response: $.p',
    ],
  ])("%s: is told, and not sent as null", async (_, endpoint) => {
    await withEndpoint(
      endpoint,
      () => ({ status: 200, body: {} }),
      async ({ model }) => {
        for (const cell of [Number.POSITIVE_INFINITY, [1, Number.NEGATIVE_INFINITY]]) {
          expect(() => model.encode([{ a: cell }])).toThrow(/column "a" holds -?Infinity, .*/);
        }
        const { body } = model.encode([{ a: 1.5 }]);
        expect(body?.toString()).toContain("1.5");
      },
    );
  });

  test("raw bytes can hold it", async () => {
    await withEndpoint(
      "protocol: oip-v2, model: m, tensors: binary",
      () => ({ status: 200, body: {} }),
      async ({ model }) => {
        const { body } = model.encode([{ a: Number.POSITIVE_INFINITY }]);
        expect(body?.readDoubleLE(body.length - 8)).toBe(Number.POSITIVE_INFINITY);
      },
    );
  });

  test.each([
    ["FP16", 70_000],
    ["BF16", 3.4e38],
    ["FP32", -3.5e38],
  ])("a number too large for %s is told, and not sent as infinity", (datatype, cell) => {
    const spec = { name: "x", datatype, shape: [-1, 1] };
    const signature = { inputs: [spec], outputs: [] };
    expect(() => encodeTensors([{ a: cell }], ["a"], signature, BINARY_DATATYPES)).toThrow(
      `column "a" holds ${cell}, but the model's input "x" is ${datatype}`,
    );
  });
});

test.each([
  ["openai", "/v1/models"],
  ["kserve-v1", "/v1/models"],
])("%s: what came in place of the list of models is told", async (protocol, path) => {
  const run = withEndpoint(
    `protocol: ${protocol}`,
    () => ({ status: 301, headers: { location: "https://elsewhere.example.com/" }, body: "" }),
    async () => null,
  );
  await expect(run).rejects.toMatchObject({
    code: "config/model-needed",
    message: expect.stringContaining(`lists no model: GET ${path} answered 301`),
  });
});
