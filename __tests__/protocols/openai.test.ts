import type { Json } from "../../src/protocols/json-body";
import { CALLS } from "../../src/protocols/openai/calls";
import { checkOf, gate } from "../support/run-gate";
import { type Conformance, testConformance } from "./conformance";
import { predict } from "./penguins";
import { type Reply, type Seen, serve } from "./servers/json-server";

const refuse = (status: number, message: string, code: string | null = null): Reply => ({
  status,
  body: { error: { message, type: "invalid_request_error", param: null, code } },
});
const list: Reply = {
  status: 200,
  body: { object: "list", data: [{ id: "penguins", object: "model", owned_by: "vllm" }] },
};

/** The species of the row that a prompt holds, or null where it holds none. */
const species = (text: unknown): string | null => {
  if (typeof text !== "string") return null;
  try {
    return predict(JSON.parse(text) as number[]).species;
  } catch {
    return "no penguin";
  }
};

/** From the OpenAI API reference: chat, completions, embeddings and responses, and its error object. */
const answer =
  (models: Reply) =>
  ({ method, path, json }: Seen): Reply => {
    if (path === "/v1/models") return models;
    if (!/^\/v1\/(chat\/completions|completions|embeddings|responses)$/.test(path)) {
      return refuse(404, `Invalid URL (${method} ${path})`);
    }
    if (method !== "POST") return refuse(405, "Method not allowed");
    if (typeof json !== "object" || json === null)
      return refuse(400, "could not parse the JSON body");
    const body = json as { [key: string]: unknown };
    if (body.model !== "penguins") {
      return refuse(404, `The model ${body.model} does not exist`, "model_not_found");
    }
    if (path === "/v1/chat/completions") {
      const [message] = Array.isArray(body.messages)
        ? (body.messages as { content: unknown }[])
        : [];
      const content = species(message?.content);
      if (content === null) return refuse(400, "messages must be a list of messages");
      const choice = { index: 0, message: { role: "assistant", content }, finish_reason: "stop" };
      return { status: 200, body: { object: "chat.completion", choices: [choice] } };
    }
    if (path === "/v1/responses") {
      const text = species(body.input);
      if (text === null) return refuse(400, "input must be text");
      const output = [{ type: "message", content: [{ type: "output_text", text }] }];
      return { status: 200, body: { object: "response", output } };
    }
    const given = path === "/v1/completions" ? body.prompt : body.input;
    const texts = (Array.isArray(given) ? given : [given]).map(species);
    if (texts.length === 0 || texts.includes(null)) return refuse(400, "expected text");
    if (path === "/v1/completions") {
      // In another order than asked: the index says whose it is.
      const choices = texts
        .map((text, index) => ({ index, text, finish_reason: "stop" }))
        .reverse();
      return { status: 200, body: { object: "text_completion", choices } };
    }
    const names = ["Adelie", "Chinstrap", "Gentoo"];
    const data = texts.map((text, index) => ({
      object: "embedding",
      index,
      embedding: names.map((name) => Number(name === text)),
    }));
    return { status: 200, body: { object: "list", data: data.reverse() } };
  };

const alone = ["batch-invariance", "order-invariance"];
describe.each([
  ["", alone],
  ["/v1", alone],
  ["/v1/chat/completions", alone],
  ["/v1/completions", []],
  ["/v1/embeddings", []],
  ["/v1/responses", alone],
])("openai at %j", (route, single) => {
  const start: Conformance["start"] = async ({ ready }) => {
    const empty: Reply = { status: 200, body: { object: "list", data: [] } };
    const server = await serve(answer(ready ? list : empty));
    return { ...server, url: `${server.url}${route}` };
  };
  testConformance({
    protocol: "openai",
    start,
    rows: "text",
    config: "model: penguins",
    evidence:
      route.split("/").length > 2
        ? /the URL ends in \/v1\//
        : /GET \/v1\/models answers a list of 1 models, owned by vllm/,
    version: null,
    skipped: ["live", "metadata", "wrong-shape", "empty-batch", ...single],
    notReady: "ready",
  });
});

test("a URL alone is enough: the model is the only one, and prompts are canned", async () => {
  const server = await serve((seen) => {
    const reply = answer(list)(seen);
    const prompt = JSON.stringify((seen.json as { messages?: unknown })?.messages);
    return reply.status === 200 && seen.method === "POST"
      ? { status: 200, body: { choices: [{ message: { role: "assistant", content: prompt } }] } }
      : reply;
  });
  const outcome = await gate(`endpoint: { url: "${server.url}" }\nload: off\n`);
  await server.close();
  expect(outcome.result.endpoint).toMatchObject({ protocol: "openai", model: "penguins" });
  expect(checkOf(outcome, "system/isolation").verdict).toBe("pass");
  expect(outcome.exitStatus).toBe(0);
});

test("the flat error of older vLLM is an error of the protocol", async () => {
  const server = await serve((seen) => {
    const reply = answer(list)(seen);
    return reply.status < 400
      ? reply
      : { ...reply, body: { object: "error", message: "bad", type: "BadRequestError", code: 400 } };
  });
  const outcome = await gate(`endpoint: { url: "${server.url}" }\nload: off\n`);
  await server.close();
  expect(checkOf(outcome, "system/wrong-dtype").verdict).toBe("pass");
});

test.each<[string, string, Json, RegExp]>([
  [
    "chat that a filter cut off",
    "/v1/chat/completions",
    { choices: [{ message: { content: "a" }, finish_reason: "content_filter" }] },
    /the model stopped for "content_filter"/,
  ],
  [
    "a completion that was given up",
    "/v1/completions",
    { choices: [{ text: "a", finish_reason: "abort" }] },
    /the model stopped for "abort"/,
  ],
  [
    "a failed response",
    "/v1/responses",
    { status: "failed", error: { message: "CUDA" }, output: [{ content: [{ text: "a" }] }] },
    /response\.failed: CUDA/,
  ],
  [
    "an incomplete response",
    "/v1/responses",
    { status: "incomplete", output: [{ content: [{ text: "a" }] }] },
    /response\.incomplete: no reason given/,
  ],
])("%s is no good answer", (_, path, body, message) => {
  const call = CALLS.find((one) => one.path === path);
  expect(() => call?.read(body as { [key: string]: Json }, 1)).toThrow(message);
});

test("an error inside a 200 is told by its own words", async () => {
  const server = await serve((seen) =>
    seen.method === "GET"
      ? answer(list)(seen)
      : { status: 200, body: { error: { message: "CUDA out of memory" } } },
  );
  const outcome = await gate(`endpoint: { url: "${server.url}" }\nload: off\n`);
  await server.close();
  expect(checkOf(outcome, "system/first-answer")).toMatchObject({
    verdict: "fail",
    message: expect.stringMatching(/status 200, but the body says error: CUDA out of memory/),
  });
});

test("an answer that is as long as was asked for is whole", () => {
  const read = (path: string, body: { [key: string]: Json }) =>
    CALLS.find((one) => one.path === path)?.read(body, 1)[0]?.outputs[0]?.value;
  const choices = [{ message: { content: "a" }, finish_reason: "length" }];
  expect(read("/v1/chat/completions", { choices })).toBe("a");
  const response = {
    status: "incomplete",
    incomplete_details: { reason: "max_output_tokens" },
    output: [{ type: "message", content: [{ type: "output_text", text: "a" }] }],
  };
  expect(read("/v1/responses", response)).toBe("a");
});

test("more than one column is no prompt", async () => {
  const server = await serve(answer(list));
  const outcome = gate(
    `endpoint: { url: "${server.url}" }\nload: off\nsystem: { examples: [{ input: { a: 1, b: 2 }, expect: x }] }\n`,
  );
  await expect(outcome).rejects.toMatchObject({
    code: "data/text-feature",
    message: expect.stringMatching(/takes one text, but the rows have 2 features \(a, b\)/),
  });
  await server.close();
});

describe("endpoint.parameters", () => {
  test("go with every request, and win over the defaults", async () => {
    const seen: { [key: string]: unknown }[] = [];
    const server = await serve((request) => {
      if (request.method === "POST") seen.push(request.json as { [key: string]: unknown });
      return answer(list)(request);
    });
    await gate(
      `endpoint: { url: "${server.url}", parameters: { max_tokens: 8, temperature: 0.5 } }\nload: off\nsystem: smoke\n`,
    );
    await server.close();
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.every((body) => body.max_tokens === 8 && body.temperature === 0.5)).toBe(true);
    expect(seen.every((body) => body.model === "penguins" && body.seed === 0)).toBe(true);
  });

  test.each([
    [
      "parameters: { model: other }",
      "config/reserved-parameter",
      /parameters\.model is set by infergate/,
    ],
    ["parameters: { n: 2 }", "config/reserved-parameter", /parameters\.n is set by infergate/],
    [
      "protocol: kserve-v1, model: m, parameters: { a: 1 }",
      "config/no-parameters",
      /kserve-v1 have no place/,
    ],
  ])("%s", async (written, code, message) => {
    const server = await serve(answer(list));
    const run = gate(`endpoint: { url: "${server.url}", ${written} }\n`);
    await expect(run).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    await server.close();
  });
});
