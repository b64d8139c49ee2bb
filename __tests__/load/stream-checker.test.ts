import { gzipSync } from "node:zlib";
import { createStreamCheck } from "../../src/load/stream-checker";
import { decodeOpenaiStream } from "../../src/protocols/openai/streams";

const BODY = Buffer.from(
  'data: {"choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n',
);
const reference = { echoedId: null, answer: null, body: null };
const check = createStreamCheck(
  (answer) => decodeOpenaiStream("/v1/chat/completions", answer),
  [reference],
  { abs: 0, rel: 0 },
);
const raw = (body: Buffer, encoding: string) => ({
  status: 200,
  headers: ["content-type", "text/event-stream", "content-encoding", encoding].map((text) =>
    Buffer.from(text),
  ),
  body,
  arrivals: [{ atMs: 1, bytes: body.length }],
});

test("a stream is read, and a compressed one cannot be timed", async () => {
  const plain = await check(0, raw(BODY, "identity"));
  expect(plain).toMatchObject({ reason: null, reading: { deltas: [{ atMs: 1, text: "a" }] } });
  const compressed = await check(0, raw(gzipSync(BODY), "gzip"));
  expect(compressed?.reason).toMatch(/the stream is compressed, though that was declined/);
  const broken = await check(0, raw(BODY, "gzip"));
  expect(broken?.reason).toMatch(/the body is not the gzip that its header says/);
});
