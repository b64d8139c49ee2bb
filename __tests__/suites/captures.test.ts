import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { failure } from "../data/data-files";
import { checkOf, gate } from "../support/run-gate";

let folder: string;
let capture: string;
const servers: Server[] = [];
const heads: IncomingHttpHeaders[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "infergate-captures-"));
  capture = join(folder, "traffic.jsonl");
  const requests = Array.from({ length: 40 }, (_, index) => ({
    path: "/score?tenant=a",
    headers: { authorization: "Bearer of-someone-else" },
    body: { value: index },
  }));
  await writeFile(capture, requests.map((request) => JSON.stringify(request)).join("\n"));
});
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
afterAll(() => rm(folder, { recursive: true }));

/**
 * A server of nobody's protocol; with `shift` it answers every tenth value otherwise, with `bare` the
 * prediction stands under that key.
 */
async function start({ shift = 0, bare = "" } = {}): Promise<string> {
  let answered = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.method !== "POST" || request.url !== "/score?tenant=a") {
      response.writeHead(404, { "content-type": "application/json" });
      response.end('{"error":"no such route"}');
      return;
    }
    heads.push(request.headers);
    const { value } = JSON.parse(Buffer.concat(chunks).toString() || "{}") as { value?: number };
    const known = typeof value === "number";
    response.writeHead(known ? 200 : 400, { "content-type": "application/json" });
    const odd = known && value % 10 === 0 ? shift : 0;
    response.end(
      JSON.stringify(
        known
          ? bare === ""
            ? { id: `r-${answered++}`, result: { score: value * 2 + odd, ok: true } }
            : { [bare]: value * 2 + odd, created: 1_700_000_000 + answered++ }
          : { error: "value must be a number" },
      ),
    );
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const config = (candidate: string, baseline: string) => `
endpoint: { url: "${candidate}" }
baseline: { url: "${baseline}" }
data: { capture: "${capture}" }
system: smoke
load: { performance: { rate: 20/s, for: 2s, slo: { errors: 50% } } }
shadow: { requests: 60, min_agreement: 90% }
`;

test("captured requests are sent as they were, to a server of no known protocol", async () => {
  const outcome = await gate(config(await start(), await start()));
  expect(checkOf(outcome, "system/first-answer").verdict).toBe("pass");
  expect(checkOf(outcome, "shadow/agreement")).toMatchObject({ observed: 1, n: 60 });
  expect(checkOf(outcome, "load/performance/correct")).toMatchObject({ observed: 1 });
  expect(heads.length).toBeGreaterThan(100);
  expect(heads.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
});

test("a candidate that answers some of them otherwise", async () => {
  const outcome = await gate(config(await start({ shift: 1 }), await start()));
  const agreement = checkOf(outcome, "shadow/agreement");
  expect(agreement.observed).toBeCloseTo(0.9, 1);
  expect(agreement.verdict).not.toBe("pass");
});

describe("shadow by any kind of capture", () => {
  const bodies = Array.from({ length: 40 }, (_, index) => JSON.stringify({ value: index }));
  const gor = (method: string, path: string, body: string, index: number) =>
    `1 ${index} 17000000000000000${index}\n${method} ${path} HTTP/1.1\r\ncontent-type: application/json\r\nauthorization: Bearer of-someone-else\r\ncontent-length: ${body.length}\r\n\r\n${body}\n🐵🙈🙉\n`;
  const entry = (method: string, path: string, body: string) => ({
    startedDateTime: "2026-01-01T00:00:00Z",
    request: {
      method,
      url: `https://prod.example.com${path}`,
      headers: [{ name: "Cookie", value: "of-someone-else" }],
      postData: { mimeType: "application/json", text: body },
    },
  });
  const PATH = "/score?tenant=a";
  const FILES = {
    gor: (path: string) =>
      bodies.map((body, index) => gor("POST", path, body, index)).join("") +
      gor("DELETE", "/orders/1", "", 99),
    har: (path: string) =>
      JSON.stringify({
        log: {
          entries: [...bodies.map((body) => entry("POST", path, body)), entry("PUT", path, "{}")],
        },
      }),
    jsonl: (path: string) =>
      [
        ...bodies.map((body) => JSON.stringify({ path, body: JSON.parse(body) })),
        JSON.stringify({ method: "DELETE", path }),
      ].join("\n"),
  };

  test.each(Object.entries(FILES))(".%s: POST is sent, and nothing else", async (ending, write) => {
    const file = join(folder, `shadow.${ending}`);
    await writeFile(file, write(PATH));
    const before = heads.length;
    const outcome = await gate(`
endpoint: { url: "${await start({ shift: 1 })}" }
baseline: { url: "${await start()}" }
data: { capture: "${file}" }
system: off
load: off
shadow: { requests: 100, min_agreement: 70% }
`);
    const agreement = checkOf(outcome, "shadow/agreement");
    expect(agreement).toMatchObject({ verdict: "pass", n: 100 });
    expect(agreement.message).toMatch(/"result"\]\["score"\]/);
    expect(heads.length - before).toBeGreaterThanOrEqual(230);
    const secrets = heads
      .slice(before)
      .filter(({ authorization, cookie }) => authorization ?? cookie);
    expect(secrets).toEqual([]);
  });

  test.each(Object.entries(FILES))(
    ".%s: a request that orders is refused",
    async (ending, write) => {
      const file = join(folder, `orders.${ending}`);
      await writeFile(file, write("/api/orders"));
      const before = heads.length;
      const run = async (allow: string) =>
        gate(`
endpoint: { url: "${await start()}" }
baseline: { url: "${await start()}" }
data: { capture: "${file}" }
system: off
load: off
shadow: { requests: 10${allow} }
`);
      const error = await failure(run(""));
      expect(error.code).toBe("config/state-change");
      expect(error.message).toMatch(
        /orders\.\w+: 40 of 40 requests look as if they changed something, such as POST "\/api\/orders"/,
      );
      expect(heads.length).toBe(before);
      const allowed = await run(", allow_state_changes: true");
      expect(checkOf(allowed, "shadow/errors").message).toMatch(/status 404/);
    },
  );
});

test.each(["id", "class"])("a prediction that is called %s is compared", async (bare) => {
  const outcome = await gate(config(await start({ shift: 1, bare }), await start({ bare })));
  expect(checkOf(outcome, "shadow/agreement").observed).toBeCloseTo(0.9, 1);
});

test.each([
  ["data: {}", /data: has neither file nor capture/],
  ["data: { capture: a.gor, label: y }", /data\.label: is for rows/],
  ["data: { capture: a.gor, file: a.csv }", /data\.file: is for rows/],
  ['data: { capture: a.gor }\nacceptance: { latency.p95: "<= 1s" }', /acceptance: needs rows/],
])("%s", async (text, message) => {
  const error = await failure(gate(`endpoint: { url: "http://127.0.0.1:9" }\n${text}`));
  expect(error.message).toMatch(message);
});
