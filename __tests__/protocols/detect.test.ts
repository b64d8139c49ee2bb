import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createHttpClient } from "../../src/http/client";
import { detectProtocol } from "../../src/protocols/detect";
import { gate } from "../support/run-gate";
import { startV2Server } from "../support/small-v2-server";
import { type Reply, type Seen, serve } from "./servers/json-server";

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

const detectAt = (url: string) => {
  const client = createHttpClient({ url, auth: null, allowedHosts: "any", timeoutMs: 5000 });
  open.push(client);
  return detectProtocol(client, null, new AbortController().signal);
};
const detectAny = async (answer: (seen: Seen) => Reply) => {
  const server = await serve(answer);
  open.push(server);
  return detectAt(server.url);
};
/** Answers the paths that are named, and 404 to every other one. */
const detect = (replies: Record<string, Reply>, seen: string[] = []) =>
  detectAny(({ method, path }) => {
    seen.push(`${method} ${path}`);
    return replies[path] ?? { status: 404, body: { detail: "Not Found" } };
  });
const json = (body: unknown, status = 200): Reply => ({ status, body });

test("the first protocol in the table that is recognised is taken, with its evidence", async () => {
  const found = await detect({ "/v2": json({ name: "triton", version: "2.5", extensions: [] }) });
  expect(found).toEqual({
    protocol: "oip-v2",
    evidence: ["GET /v2 answers server metadata: triton 2.5"],
  });
});

test("of a server that speaks both KServe protocols, the URL's route is the one that is asked", async () => {
  const server = await serve(({ path }) => {
    if (path === "/v2") return json({ name: "kserve", version: "0.21.0", extensions: [] });
    return path === "/v1/models" ? json({ models: ["m"] }) : json({ detail: "Not Found" }, 404);
  });
  open.push(server);
  const protocolAt = async (url: string) => {
    const { result } = await gate(`endpoint: { url: "${url}" }\nload: off\nsystem: smoke\n`);
    return result.endpoint?.protocol;
  };
  expect(await protocolAt(`${server.url}/v1/models/m:predict`)).toBe("kserve-v1");
  expect(await protocolAt(`${server.url}/v2/models/m/infer`)).toBe("oip-v2");
});

test("a status alone shows nothing", async () => {
  await expect(detect({ "/v2": json({}), "/v1/models": json([]) })).rejects.toMatchObject({
    code: "config/unknown-protocol",
    message: expect.stringMatching(/GET \/v2 answered 200; .*GET \/v1\/models answered 200/),
  });
});

test("each question is asked once, and none changes anything", async () => {
  const seen: string[] = [];
  await expect(detect({}, seen)).rejects.toMatchObject({ code: "config/unknown-protocol" });
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.filter((one) => !/^(GET|OPTIONS) /.test(one))).toEqual([]);
  expect(seen.length).toBeLessThan(30);
});

test("a server that fails or shows pages is no inference server", async () => {
  const page: Reply = { status: 200, headers: { "content-type": "text/html" }, body: "<html>" };
  await expect(detectAny(() => page)).rejects.toMatchObject({ code: "answer/not-inference" });
  await expect(detect({ "/v2": json({}, 500) })).rejects.toMatchObject({
    code: "answer/not-inference",
  });
});

test("credentials that are wanted are told", async () => {
  await expect(detect({ "/v2": json({}, 401) })).rejects.toMatchObject({
    code: "endpoint/credentials",
  });
});

test("two protocols that the same answers show are not chosen between", async () => {
  const body = { object: "list", data: [{ id: "m", object: "model" }], models: ["m"] };
  const run = detect({ "/v1/models": json(body) });
  await expect(run).rejects.toMatchObject({
    code: "config/ambiguous-protocol",
    message: expect.stringMatching(/openai: .*kserve-v1: |kserve-v1: .*openai: /),
  });
});

test("what looks like a route may be a gateway's prefix", async () => {
  const sound = await startV2Server();
  const gateway = await serve(async ({ method, path, body }) => {
    if (!path.startsWith("/predict/")) return { status: 404, body: { message: "no route" } };
    const answer = await fetch(`${sound.url}${path.slice("/predict".length)}`, {
      method,
      ...(method === "POST" ? { body, headers: { "content-type": "application/json" } } : {}),
    });
    return { status: answer.status, body: await answer.json() };
  });
  open.push(sound, gateway);
  const outcome = await gate(
    `endpoint: { url: "${gateway.url}/predict", model: m }\nload: off\nsystem: smoke\n`,
  );
  expect(outcome.result.endpoint).toMatchObject({ protocol: "oip-v2" });
  expect(outcome.exitStatus).toBe(0);
});

test("llama.cpp lists its models in OpenAI's and in Ollama's form, and is no KServe", async () => {
  const body = {
    models: [{ name: "m.gguf", model: "m.gguf", type: "model" }],
    object: "list",
    data: [{ id: "m.gguf", object: "model", owned_by: "llamacpp" }],
  };
  expect(await detect({ "/v1/models": json(body) })).toMatchObject({ protocol: "openai" });
});

test("a list of models that are no names is not KServe's", async () => {
  const run = detect({ "/v1/models": json({ models: [{ name: "m" }] }) });
  await expect(run).rejects.toMatchObject({ code: "config/unknown-protocol" });
});

test("a server that answers the same to everything is not guessed at", async () => {
  for (const body of [{}, [], null, "ok", { status: "ok" }]) {
    await expect(detectAny(() => json(body))).rejects.toMatchObject({
      code: "config/unknown-protocol",
    });
  }
});

test("an address that only redirects is told, with where it leads", async () => {
  const run = detectAny(({ path }) => ({
    status: 308,
    headers: { location: `https://models.example.com${path}?key=hunter2` },
    body: "",
  }));
  await expect(run).rejects.toMatchObject({
    code: "config/redirected",
    message: expect.stringMatching(/redirects to https:\/\/models\.example\.com\/v2, /),
    hint: expect.stringMatching(/https:\/\/models\.example\.com/),
  });
  await expect(run).rejects.toMatchObject({ message: expect.not.stringMatching(/hunter2/) });
});

test.each<[string, string | undefined]>([
  ["nowhere", undefined],
  ["what is no URL", "http://[bad"],
])("a redirect to %s is one, too", async (_, location) => {
  const headers: Record<string, string> = location === undefined ? {} : { location };
  await expect(detectAny(() => ({ status: 302, headers, body: "" }))).rejects.toMatchObject({
    code: "config/unknown-protocol",
    message: expect.stringMatching(/GET \/v2 answered 302/),
  });
});

test("the question that got no answer is told, and how to go round it", async () => {
  const server = createServer((request, response) => {
    if (request.url === "/info") return response.destroy();
    return response.writeHead(404, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  open.push({
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  });
  const { port } = server.address() as AddressInfo;
  await expect(detectAt(`http://127.0.0.1:${port}`)).rejects.toMatchObject({
    code: "answer/reset",
    message: expect.stringMatching(/GET \/info failed/),
    hint: expect.stringMatching(/endpoint: \{ protocol: NAME \}/),
  });
});

test("the question that wants credentials is told", async () => {
  await expect(detect({ "/v1/models": json({}, 403) })).rejects.toMatchObject({
    code: "endpoint/credentials",
    message: expect.stringMatching(/status 403 to GET \/v1\/models/),
  });
});

test("a key in the query of the URL goes with every question and stands in no report", async () => {
  const keys: (string | null)[] = [];
  const server = await serve(({ method, path, query }) => {
    keys.push(query.get("code"));
    if (method === "POST") return json({ error_code: "BAD", message: `no ${query}` }, 400);
    return path === "/version" ? { status: 200, body: "2.1.0" } : { status: 200, body: "" };
  });
  open.push(server);
  const key = "k3y-of-a-gateway+/=0123456789";
  const outcome = await gate(
    "load: off\nsystem: { level: smoke, examples: [{ input: { a: 1 }, expect: 1 }] }\n",
    { url: `${server.url}/invocations?code=${encodeURIComponent(key)}&api-version=2024-05-01` },
  );
  expect(outcome.result.endpoint).toMatchObject({ protocol: "mlflow" });
  expect(new Set(keys)).toEqual(new Set([key]));
  const report = JSON.stringify(outcome.result);
  expect(report).toContain("POST /invocations?code=***&api-version=2024-05-01");
  expect(report).not.toMatch(/k3y-of-a-gateway/);
});

test("any API has a name and a version at /v2; only OpenVINO's leaves the extensions out", async () => {
  const run = detect({ "/v2": json({ name: "orders", version: "2.1.0" }) });
  await expect(run).rejects.toMatchObject({ code: "config/unknown-protocol" });
  const openvino = json({ name: "OpenVINO Model Server", version: "2026.0.0.4d3933c5c" });
  expect(await detect({ "/v2": openvino })).toMatchObject({ protocol: "oip-v2" });
});
