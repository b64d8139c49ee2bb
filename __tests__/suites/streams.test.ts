import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { checkOf, gate } from "../support/run-gate";

/** What the server writes, piece by piece, with a pause before each. */
type Pieces = (string | Buffer | "break off")[];

interface StreamServer {
  url: string;
  /** By the server's own clock: from a request's arrival to the writing of each piece. */
  written: number[][];
  close(): Promise<void>;
}

const PAUSE_MS = 80;
let folder: string;
const servers: StreamServer[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "infergate-streams-"));
  await writeFile(join(folder, "rows.csv"), "prompt,answer\nhello,Grüße 🐧\nhi,Grüße 🐧\n");
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function startStreams(pieces: Pieces, headers = {}): Promise<StreamServer> {
  const written: number[][] = [];
  const server = createServer(async (request, response) => {
    const arrived = performance.now();
    for await (const _ of request);
    if (request.method === "GET") {
      response.writeHead(200, { "content-type": "application/json" });
      response.end('{"object":"list","data":[{"id":"m","object":"model"}]}');
      return;
    }
    const times: number[] = [];
    written.push(times);
    response.writeHead(200, { "content-type": "text/event-stream", ...headers });
    response.flushHeaders();
    for (const piece of pieces) {
      await new Promise((done) => setTimeout(done, PAUSE_MS));
      if (piece === "break off") {
        response.destroy();
        return;
      }
      times.push(performance.now() - arrived);
      response.write(piece);
    }
    response.end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const started = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    written,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  servers.push(started);
  return started;
}

const chunk = (delta: object, finish: string | null = null) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const usage = (tokens: number) =>
  `data: ${JSON.stringify({ choices: [], usage: { completion_tokens: tokens } })}\n\n`;
const ROLE = chunk({ role: "assistant", content: "" });
const END = "data: [DONE]\n\n";

const run = async (pieces: Pieces, acceptance: string, headers = {}) => {
  const server = await startStreams(pieces, headers);
  const outcome = await gate(`
endpoint: { url: "${server.url}", protocol: openai, model: m }
data: { file: "${join(folder, "rows.csv")}", label: answer, features: [prompt] }
system: off
load: off
acceptance: { ${acceptance} }
`);
  return { outcome, server };
};
const SOUND: Pieces = [
  ROLE,
  chunk({ content: "Grüße" }),
  ": ping\n\n",
  chunk({ content: " 🐧" }, "stop") + usage(3),
  END,
];
const between = (value: unknown, low: number, high: number) => {
  expect(value).toBeGreaterThanOrEqual(low);
  expect(value).toBeLessThanOrEqual(high);
};
/** The sending and the reading lie around what the server saw. */
const SLACK_MS = 70;

test("a stream is read as a whole, and timed as the server wrote it", async () => {
  const { outcome, server } = await run(
    SOUND,
    'accuracy: ">= 1", ttft.p50: "<= 5s", tpot.p50: "<= 5s", itl.p99: "<= 5s", tokens_per_second: ">= 0.1"',
  );
  expect(outcome.exitStatus).toBe(0);
  expect(checkOf(outcome, "acceptance/accuracy").observed).toBe(1);
  const seconds = server.written.map((times) => times[1] as number);
  const ttft = checkOf(outcome, "acceptance/ttft.p50").observed;
  // The empty role chunk is no token: the second piece is the first.
  between(ttft, Math.min(...seconds) - 1, Math.max(...seconds) + SLACK_MS);
  const spans = server.written.map((times) => (times[3] as number) - (times[1] as number));
  const tpot = checkOf(outcome, "acceptance/tpot.p50").observed;
  // Three tokens by `usage`, in two pieces: two lie after the first.
  between(tpot, Math.min(...spans) / 2 - SLACK_MS, Math.max(...spans) / 2 + SLACK_MS);
  const itl = checkOf(outcome, "acceptance/itl.p99").observed;
  between(itl, Math.min(...spans) - SLACK_MS, Math.max(...spans) + SLACK_MS);
});

test("pieces split inside a character and inside data: are one text", async () => {
  const bytes = Buffer.from(SOUND.join(""));
  const penguin = bytes.indexOf(Buffer.from("🐧")) + 2;
  const field = bytes.indexOf("data:", 60) + 2;
  const cuts = [0, field, penguin, bytes.length].sort((a, b) => a - b);
  const pieces = cuts.slice(1).map((end, i) => bytes.subarray(cuts[i], end));
  const { outcome } = await run(pieces, 'accuracy: ">= 1", ttft.p50: "<= 5s"');
  expect(outcome.result.suites[0]?.checks.map(({ verdict }) => verdict)).toEqual(["pass", "pass"]);
});

test("two tokens in one chunk come at the same time", async () => {
  const both = chunk({ content: "Grüße" }) + chunk({ content: " 🐧" }, "stop");
  const { outcome } = await run([ROLE, both, END], 'accuracy: ">= 1", itl.p50: "<= 1ms"');
  expect(checkOf(outcome, "acceptance/accuracy").verdict).toBe("pass");
  expect(checkOf(outcome, "acceptance/itl.p50")).toMatchObject({ verdict: "pass", observed: 0 });
});

test.each<[string, Pieces, RegExp]>([
  [
    "a stream that stops in the middle",
    [ROLE, chunk({ content: "Grüße" }), "break off"],
    /the stream broke off after 2 events, the first after \d+ ms/,
  ],
  [
    "an error event after a 200",
    [
      ROLE,
      chunk({ content: "Grüße" }),
      'data: {"error":{"message":"CUDA out of memory"}}\n\n',
      END,
    ],
    /an error inside the 200 stream, after 1 pieces: CUDA out of memory/,
  ],
  [
    "a stream without [DONE] whose text is whole",
    [ROLE, chunk({ content: "Grüße 🐧" }, "stop")],
    /the stream ended without data: \[DONE\], after 1 pieces; the text was whole/,
  ],
  [
    "a stream without [DONE] whose text is not",
    [ROLE, chunk({ content: "Grüße 🐧" })],
    /the text is not whole/,
  ],
  [
    "a stream that says [DONE] before the model did",
    [ROLE, chunk({ content: "Grüße 🐧" }), END],
    /ended with data: \[DONE\], but without a finish_reason, after 1 pieces; the text is not whole/,
  ],
  [
    "a stream that the engine aborted (vllm#57082)",
    [ROLE, chunk({ content: "Grüße 🐧" }), chunk({}, "abort"), END],
    /an error inside the 200 stream, after 1 pieces: the model stopped for "abort"/,
  ],
  [
    "a stream whose choice failed",
    [ROLE, chunk({ content: "Grüße 🐧" }, "error"), END],
    /the model stopped for "error"/,
  ],
  ["a stream that ends within an event", [ROLE, 'data: {"choi'], /ends within an event/],
  ["an event that is no JSON", [ROLE, "data: <html>\n\n", END], /no JSON object.*<html>/],
])("%s is a row without an answer", async (_, pieces, message) => {
  const { outcome } = await run(pieces, 'accuracy: ">= 0.5", ttft.p95: "<= 5s"');
  const accuracy = checkOf(outcome, "acceptance/accuracy");
  expect(accuracy).toMatchObject({ verdict: "fail", observed: 0 });
  expect(accuracy.message).toMatch(message);
  expect(checkOf(outcome, "acceptance/ttft.p95")).toMatchObject({
    verdict: "fail",
    observed: null,
  });
});

test("a stream that is compressed all the same is not timed", async () => {
  const pieces = [gzipSync(SOUND.join(""))];
  const headers = { "content-encoding": "gzip" };
  const { outcome } = await run(pieces, 'accuracy: ">= 0.5", ttft.p95: "<= 5s"', headers);
  for (const { verdict, message } of outcome.result.suites[0]?.checks ?? []) {
    expect(verdict).toBe("fail");
    expect(message).toMatch(/the stream is compressed, though that was declined/);
  }
});

test("tokens are estimated by the pieces where the server does not count them", async () => {
  const pieces = [chunk({ content: "Grüße" }), chunk({ content: " 🐧" }, "stop"), END];
  const { outcome, server } = await run(pieces, 'tokens_per_second: ">= 1"');
  const ends = server.written.map((times) => (times[2] as number) / 1000);
  const total = ends.reduce((sum, time) => sum + time, 0);
  expect(checkOf(outcome, "acceptance/tokens_per_second").message).toMatch(
    /estimated: 2 streams did not say how many tokens/,
  );
  // Four tokens in all, two a stream.
  between(
    checkOf(outcome, "acceptance/tokens_per_second").observed,
    4 / (total + 0.1),
    4 / total + 1,
  );
});

test("a measure that no stream has is no pass, and no fail", async () => {
  const pieces = [chunk({ content: "Grüße 🐧" }, "stop"), usage(1), END];
  const { outcome } = await run(pieces, 'tpot.p95: "<= 5s", itl.p95: "<= 5s"');
  for (const { verdict, message } of outcome.result.suites[0]?.checks ?? []) {
    expect(verdict).toBe("inconclusive");
    expect(message).toMatch(/2 of 2 rows had a single (token|piece) and were left out/);
  }
});

test("a baseline that has no such measure says nothing of a loss", async () => {
  const baseline = await startStreams([chunk({}, "stop"), END]);
  const server = await startStreams(SOUND);
  const outcome = await gate(`
endpoint: { url: "${server.url}", protocol: openai, model: m }
baseline: { url: "${baseline.url}", protocol: openai, model: m }
data: { file: "${join(folder, "rows.csv")}", label: answer, features: [prompt] }
system: off
load: off
shadow: off
acceptance: { ttft.p50: { max_drop: 5s } }
`);
  expect(checkOf(outcome, "acceptance/ttft.p50/max_drop")).toMatchObject({
    verdict: "error",
    message: "the baseline has no ttft.p50 on these rows, so there is no loss",
  });
});

test("a protocol without streams is told, not measured", async () => {
  const server = await startStreams(SOUND);
  const outcome = await gate(`
endpoint: { url: "${server.url}/v1/embeddings", model: m }
data: { file: "${join(folder, "rows.csv")}", label: answer, features: [prompt] }
system: off
load: off
acceptance: { ttft.p95: "<= 5s" }
`);
  expect(checkOf(outcome, "acceptance/ttft.p95")).toMatchObject({
    verdict: "error",
    message: expect.stringMatching(/protocol openai of the candidate has none/),
  });
  expect(outcome.exitStatus).toBe(3);
});
