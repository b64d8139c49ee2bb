import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkOf, gate } from "../support/run-gate";
import type { ProtocolServer } from "./conformance";
import { type Reply, type Seen, serve } from "./servers/json-server";

const servers: ProtocolServer[] = [];
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "infergate-tgi-"));
  await writeFile(join(folder, "rows.csv"), "prompt,answer\nhello,Grüße 🐧\nhi,Grüße 🐧\n");
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** One event as TGI writes it, without a blank after the colon. */
const event = (body: object) => `data:${JSON.stringify(body)}\n\n`;
const token = (text: string, more: object = {}) =>
  event({ index: 1, token: { id: 1, text, logprob: -0.1, special: false }, ...more });
const END = event({
  index: 3,
  token: { id: 2, text: "</s>", logprob: -0.1, special: true },
  generated_text: "Grüße 🐧",
  details: { finish_reason: "eos_token", generated_tokens: 3, seed: null },
});
const SOUND = token("Grüße") + token(" 🐧") + END;

/** `/info` and `/generate_stream` from huggingface/text-generation-inference `docs/openapi.json` 2.4.1. */
async function start(stream: (seen: Seen) => Reply): Promise<Seen[]> {
  const seen: Seen[] = [];
  const server = await serve((request) => {
    if (request.path === "/info") {
      const body = { model_id: "org/m", model_sha: "abc", max_input_tokens: 9, version: "2.4.1" };
      return { status: 200, body };
    }
    if (request.path !== "/generate_stream") return { status: 404, body: "" };
    seen.push(request);
    return stream(request);
  });
  servers.push(server);
  return seen;
}

const events = (body: string): Reply => ({
  status: 200,
  headers: { "content-type": "text/event-stream" },
  body,
});

const run = (sections: string) =>
  gate(`
endpoint: { url: "${servers[0]?.url}", protocol: tgi }
data: { file: "${join(folder, "rows.csv")}", label: answer, features: [prompt] }
system: off
${sections}
`);
const ACCEPTANCE =
  'load: off\nacceptance: { accuracy: ">= 0.5", ttft.p50: "<= 5s", tpot.p50: "<= 5s" }';

test("a stream is one text, and its last token is none of it", async () => {
  const seen = await start(() => events(SOUND));
  const outcome = await run(ACCEPTANCE);
  expect(outcome.result.suites[0]?.checks.map(({ verdict }) => verdict)).toEqual([
    "pass",
    "pass",
    "pass",
  ]);
  expect(checkOf(outcome, "acceptance/accuracy").observed).toBe(1);
  expect(seen[0]?.headers).toMatchObject({
    accept: "text/event-stream",
    "accept-encoding": "identity",
  });
  expect(seen[0]?.json).toEqual({
    inputs: "hello",
    // Without them TGI counts no tokens (`generate_stream` in its `router/src/server.rs`).
    parameters: { do_sample: false, details: true },
  });
});

test.each<[string, Reply, RegExp]>([
  [
    "an error inside a 200",
    events(`${token("Grüße")}${event({ error: "CUDA out of memory", error_type: "generation" })}`),
    /an error inside the 200 stream, after 1 pieces: CUDA out of memory/,
  ],
  [
    "no generated_text",
    events(token("Grüße") + token(" 🐧")),
    /the stream ended without generated_text, after 2 pieces; the text is not whole/,
  ],
  ["an event cut off", events(`${token("Grüße")}data:{"index`), /ends within an event/],
  [
    "a refusal",
    { status: 429, body: { error: "Model is overloaded", error_type: "overloaded" } },
    /Model is overloaded/,
  ],
])("%s is a row without an answer", async (_, reply, message) => {
  await start(() => reply);
  const outcome = await run(ACCEPTANCE);
  const accuracy = checkOf(outcome, "acceptance/accuracy");
  expect(accuracy).toMatchObject({ verdict: "fail", observed: 0 });
  expect(accuracy.message).toMatch(message);
  expect(checkOf(outcome, "acceptance/ttft.p50").verdict).toBe("fail");
});

test("under load streams are asked for, and one of ten that goes wrong is an error", async () => {
  let asked = 0;
  const bad = token("Grüße") + event({ error: "CUDA out of memory", error_type: "generation" });
  // The first are the unloaded answers and the warm-up.
  const seen = await start(() => events(++asked > 20 && asked % 10 === 0 ? bad : SOUND));
  const outcome = await run(
    "load: { performance: { rate: 100/s, for: 2s, slo: { ttft.p50: 5s, tokens_per_second: 1 } } }",
  );
  const errors = checkOf(outcome, "load/performance/errors");
  expect(errors.verdict).toBe("fail");
  expect(errors.message).toMatch(/an error inside the 200 stream, after 1 pieces: CUDA/);
  expect(checkOf(outcome, "load/performance/ttft.p50").verdict).toBe("pass");
  // As many as the last event says, that of the end among them.
  const { message } = checkOf(outcome, "load/performance/tokens_per_second");
  const [, tokens, streams] = /^(\d+) tokens in (\d+) right streams/.exec(message) ?? [];
  expect(Number(tokens)).toBe(3 * Number(streams));
  expect(message).not.toContain("estimated");
  expect(seen.length).toBeGreaterThan(100);
});
