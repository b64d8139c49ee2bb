import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkOf, gate } from "../support/run-gate";
import { testConformance } from "./conformance";
import { predictAll } from "./servers/instances";
import { type Reply, type Seen, serve as serveJson } from "./servers/json-server";

const folder = mkdtempSync(join(tmpdir(), "infergate-http-"));
const rows = Array.from(
  { length: 40 },
  (_, i) => `${i},${(i * 7) % 13},${i > 20 ? "large" : "small"}`,
);
const file = join(folder, "rows.csv").replaceAll("\\", "/");
writeFileSync(file, `a,b,size\n${rows.join("\n")}\n`);
afterAll(() => rmSync(folder, { recursive: true }));

type Json = Record<string, unknown>;
const label = (a: number) => (a > 20 ? "large" : "small");

/** Endpoints with JSON of their own, and the templates that speak to them. */
const ENDPOINTS: Record<string, { answer(body: Json): unknown; yaml: string }> = {
  "one row a request, as a list": {
    answer: ({ features }) => ({ result: { label: label((features as number[])[0] as number) } }),
    yaml: `request: { path: /predict, body: { features: "{{row}}" } }\n  response: "$.result.label"`,
  },
  "one row a request, by column": {
    answer: ({ first, note }) => ({ label: label(first as number), score: String(note).length }),
    yaml: `request: { path: /predict, body: { first: "{{a}}", note: "b is {{b}}" } }\n  response: { prediction: $.label, outputs: { score: $.score } }`,
  },
  "a batch of lists, one list back": {
    answer: ({ rows }) => ({ predictions: (rows as number[][]).map(([a]) => label(a as number)) }),
    yaml: `request: { path: /predict, body: { rows: "{{rows}}" } }\n  response: "$.predictions"`,
  },
  "a batch of objects, a list of objects back": {
    answer: ({ records }) => ({
      predictions: (records as { a: number }[]).map(({ a }) => ({ label: label(a) })),
    }),
    yaml: `request: { path: /predict, body: { records: "{{records}}" } }\n  response: "$.predictions[*].label"`,
  },
};

let server: Server | null = null;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((closed) => (server ? server.close(closed) : closed(null)));
});

async function serve(answer: (body: Json) => unknown): Promise<string> {
  server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const send = (status: number, body: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.url === "/ready") return send(200, {});
    if (request.url === "/info") return send(200, { build: { version: "7" } });
    if (!request.headers["content-type"]?.startsWith("application/json"))
      return send(415, { detail: "send JSON" });
    try {
      const body = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Json;
      const flat = Object.values(body)
        .flat(3)
        .flatMap((value) =>
          typeof value === "object" && value !== null ? Object.values(value) : [value],
        );
      if (Object.keys(body).length === 0 || flat.includes("not-a-number"))
        return send(422, { detail: "wrong fields" });
      send(200, answer(body));
    } catch {
      send(400, { detail: "not JSON" });
    }
  });
  await new Promise<void>((listening) => server?.listen(0, "127.0.0.1", listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test.each(Object.entries(ENDPOINTS))("%s", async (_, { answer, yaml }) => {
  const url = await serve(answer);
  const outcome = await gate(
    `endpoint:\n  url: "${url}"\n  protocol: http\n  version: "7"\n  ${yaml}\n  health: { ready: /ready, metadata: /info }\n  version_path: $.build.version\n` +
      `data: { file: "${file}", features: [a, b], label: size }\nacceptance: { accuracy: ">= 1" }\nload: off\n`,
  );
  const problems = outcome.result.suites.flatMap(({ checks }) =>
    checks
      .filter(({ verdict }) => verdict !== "pass" && verdict !== "skipped")
      .map(({ id, message }) => `${id}: ${message}`),
  );
  expect(problems).toEqual([]);
  expect(checkOf(outcome, "acceptance/accuracy")).toMatchObject({
    verdict: "pass",
    observed: 1,
    n: 40,
  });
  expect(checkOf(outcome, "system/ready").verdict).toBe("pass");
  expect(checkOf(outcome, "system/malformed-json").verdict).toBe("pass");
  expect(outcome.result.endpoint).toMatchObject({ protocol: "http", version: "7" });
  expect(outcome.exitStatus).toBe(0);
});

const once = (yaml: string, answer: (body: Json) => unknown = () => ({ label: "small" })) =>
  serve(answer).then((url) =>
    gate(
      `endpoint: { url: "${url}", protocol: http, request: { path: /predict, body: { a: "{{a}}" } }, ${yaml} }\ndata: { file: "${file}", features: [a, b], label: size }\nsystem: smoke\nload: off\n`,
    ),
  );

test("a path that selects nothing fails, and says so", async () => {
  const outcome = await once('response: "$.prediction"');
  expect(checkOf(outcome, "system/first-answer")).toMatchObject({
    verdict: "fail",
    message: expect.stringMatching(/nothing at \$\.prediction/),
  });
});

test("a 200 that says error at the named path fails", async () => {
  const outcome = await once("response: { prediction: $.label, error: $.error }", () => ({
    label: "small",
    error: "fallback model",
  }));
  expect(checkOf(outcome, "system/first-answer").message).toMatch(
    /the body says error: fallback model/,
  );
});

test("another number of predictions than rows fails", async () => {
  const outcome = await once('response: "$.labels[*]"', () => ({ labels: ["small", "large"] }));
  expect(checkOf(outcome, "system/first-answer").message).toMatch(
    /gives 2 values, but 1 rows were sent/,
  );
});

test("a path that is none is told before anything else", async () => {
  await expect(once('response: "$.["')).rejects.toMatchObject({
    message: expect.stringMatching(/endpoint\.response/),
  });
});

test("a column that is none is told before anything else", async () => {
  const url = await serve(() => ({}));
  const config = `endpoint: { url: "${url}", protocol: http, request: { path: /p, body: { x: "{{nope}}" } }, response: $.y }\ndata: { file: "${file}" }\nload: off\n`;
  await expect(gate(config)).rejects.toMatchObject({
    code: "config/template-column",
    message: expect.stringMatching(/\{\{nope\}\}.*a, b, size/),
  });
});

describe("http", () => {
  const sound =
    (ready: boolean) =>
    ({ path, headers, json }: Seen): Reply => {
      const refuse = (detail: string, status = 400) => ({ status, body: { detail } });
      if (path === "/ready") return { status: ready ? 200 : 503, body: {} };
      if (path === "/info") return { status: 200, body: { build: { version: 7 } } };
      if (path !== "/predict") return refuse("no such route", 404);
      if (!headers["content-type"]?.startsWith("application/json")) return refuse("send JSON", 415);
      const predicted = predictAll((json as { rows?: unknown } | undefined)?.rows);
      return predicted.ok
        ? { status: 200, body: { predictions: predicted.species.map((label) => ({ label })) } }
        : refuse(predicted.why);
    };

  testConformance({
    protocol: "http",
    start: ({ ready }) => serveJson(sound(ready)),
    config:
      'protocol: http, request: { path: /predict, body: { rows: "{{rows}}" } }, response: "$.predictions[*].label", health: { ready: /ready, metadata: /info }, version_path: $.build.version',
    named: true,
    evidence: /as the config says/,
    version: "7",
    skipped: ["live", "schema", "wrong-shape", "unknown-model"],
    notReady: "ready",
  });
});
