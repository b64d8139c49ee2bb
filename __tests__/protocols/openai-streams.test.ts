import type { HttpAnswer } from "../../src/http/types";
import { decodeOpenaiStream } from "../../src/protocols/openai/streams";
import type { StreamReading } from "../../src/protocols/types";
import { failure } from "../data/data-files";

const CHAT = "/v1/chat/completions";
const RESPONSES = "/v1/responses";

/** The bytes come in pieces that end at these places, one a millisecond. */
function answerOf(body: string, cuts: number[] = [], headers = {}): HttpAnswer {
  const bytes = Buffer.from(body);
  const ends = [...cuts, bytes.length];
  const arrivals = ends.map((end, i) => ({ atMs: i + 1, bytes: end }));
  const type = { "content-type": "text/event-stream" };
  return {
    status: 200,
    headers: { ...type, ...headers },
    body: bytes,
    arrivals,
    firstByteMs: 0,
    durationMs: ends.length,
  };
}

const read = (body: string, path = CHAT): StreamReading => decodeOpenaiStream(path, answerOf(body));
const messageOf = async (body: string, path = CHAT) =>
  (await failure(Promise.resolve().then(() => read(body, path)))).message;
const contentOf = ({ answer }: StreamReading) => answer.outputs[0]?.value;

const event = (body: unknown) => `data: ${JSON.stringify(body)}\n\n`;
const chunk = (delta: object, finish: string | null = null, index = 0) =>
  event({ choices: [{ index, delta, finish_reason: finish }] });
const usage = (completion_tokens: unknown, more = {}) =>
  event({ choices: [], usage: { completion_tokens, ...more } });
const DONE = "data: [DONE]\n\n";
const TEXT = chunk({ content: "Grüße" }) + chunk({ content: " 🐧" }, "stop");

test("cut at any byte, a stream is the same text", () => {
  const body = `\ufeff${chunk({ role: "assistant", content: "" })}: ping\r\n\r\n${TEXT}${usage(7)}${DONE}`;
  const whole = read(body);
  expect(contentOf(whole)).toBe("Grüße 🐧");
  for (let cut = 1; cut < Buffer.byteLength(body); cut++) {
    const reading = decodeOpenaiStream(CHAT, answerOf(body, [cut]));
    expect(reading.answer).toEqual(whole.answer);
    expect(reading.outputTokens).toEqual({ count: 7, by: "usage" });
    expect(reading.deltas.map(({ text }) => text)).toEqual(["Grüße", " 🐧"]);
  }
});

describe("the end of a stream", () => {
  test("[DONE] may come twice, and comments after it", () => {
    expect(contentOf(read(`${TEXT}${DONE}${DONE}: bye\n\n`))).toBe("Grüße 🐧");
  });

  test.each([
    ["text after [DONE]", TEXT + DONE + chunk({ content: "!" })],
    ["[DONE] before all", DONE + TEXT],
    ["a call after [DONE]", TEXT + DONE + chunk({ tool_calls: [{ function: { name: "f" } }] })],
  ])("%s is no whole stream", async (_, body) => {
    expect(await messageOf(body)).toMatch(/the stream goes on after data: \[DONE\]/);
  });

  test("an error after [DONE] is an error", async () => {
    const body = TEXT + DONE + event({ error: { message: "late" } });
    expect(await messageOf(body)).toMatch(/after 2 pieces: late/);
  });

  test.each([
    ["nothing but [DONE]", DONE, 0],
    ["[DONE] in the middle of the text", chunk({ content: "Grü" }) + DONE, 1],
  ])("%s: nobody said that the text is whole", async (_, body, pieces) => {
    expect(await messageOf(body)).toBe(
      `the stream ended with data: [DONE], but without a finish_reason, after ${pieces} pieces; the text is not whole`,
    );
  });

  test("a model may have nothing to say", () => {
    const reading = read(chunk({}, "stop") + DONE);
    expect(contentOf(reading)).toBe("");
    expect(reading.deltas).toEqual([]);
  });
});

describe("an error inside a stream", () => {
  test.each([
    ["OpenAI's", event({ error: { message: "CUDA", code: 500 } }), "CUDA"],
    ["vLLM's flat one", event({ object: "error", message: "CUDA", code: 500 }), "CUDA"],
    ["flat, without a message", event({ object: "error", code: 500 }), '{"object":"error"'],
    ["a text", event({ error: "CUDA" }), "CUDA"],
    ["a number", event({ error: 500 }), "500"],
    ["an event of that name", 'event: error\ndata: {"message":"CUDA"}\n\n', '{"message":"CUDA"}'],
    ["an event of that name with text", "event: error\ndata: CUDA\n\n", "CUDA"],
  ])("%s", async (_, error, says) => {
    const message = await messageOf(chunk({ content: "Grüße" }) + error + DONE);
    expect(message).toContain("an error inside the 200 stream, after 1 pieces: ");
    expect(message).toContain(says);
  });

  test("no error is none", () => {
    const body = event({ error: null, choices: [{ delta: { content: "a" } }] });
    expect(contentOf(read(body + chunk({}, "stop") + DONE))).toBe("a");
  });
});
