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
    expect(reading.outputTokens).toEqual({ count: 7, unsent: 0, by: "usage" });
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

describe("why the model stopped", () => {
  test.each(["stop", "length", "tool_calls", "eos"])("%s: the text is whole", (reason) => {
    expect(contentOf(read(chunk({ content: "a" }, reason) + DONE))).toBe("a");
  });

  test.each(["error", "abort", "content_filter", "insufficient_system_resource"])(
    "%s: the text is not whole",
    async (reason) => {
      expect(await messageOf(chunk({ content: "a" }) + chunk({}, reason) + DONE)).toBe(
        `an error inside the 200 stream, after 1 pieces: the model stopped for "${reason}"`,
      );
    },
  );
});

test("of several choices the first is read, however they are mixed", () => {
  const body =
    chunk({ content: "X" }, null, 1) +
    chunk({ content: "a" }) +
    event({
      choices: [
        { index: 1, delta: { content: "Y" }, finish_reason: "stop" },
        { index: 0, delta: { content: "b" }, finish_reason: null },
      ],
    }) +
    chunk({}, "stop");
  expect(contentOf(read(body + DONE))).toBe("ab");
});

test("parts of several calls are put together by their index", () => {
  const call = (index: number, name: string, args: string) =>
    chunk({ tool_calls: [{ index, function: { name, arguments: args } }] });
  const body =
    call(1, "second", "") + call(0, "first", '{"a"') + call(0, "", ":1}") + call(1, "", "{}");
  const { answer, deltas } = read(body + chunk({}, "tool_calls") + DONE);
  expect(answer.outputs[1]).toEqual({
    name: "tool_calls",
    value: [
      { function: { name: "first", arguments: '{"a":1}' } },
      { function: { name: "second", arguments: "{}" } },
    ],
  });
  expect(deltas.map(({ kind }) => kind)).toEqual(Array(4).fill("tool"));
});

test("one event may hold very many pieces", () => {
  const tool_calls = Array.from({ length: 300_000 }, (_, index) => ({
    index,
    function: { name: "f" },
  }));
  expect(read(chunk({ tool_calls }, "tool_calls") + DONE).deltas).toHaveLength(300_000);
});

describe("the responses API", () => {
  const text = (delta: string) => event({ type: "response.output_text.delta", delta });
  const completed = (more = {}) => event({ type: "response.completed", response: more });

  test("is whole with response.completed, and [DONE] after it is nobody's business", () => {
    const reading = read(
      text("a") + text("b") + completed({ usage: { output_tokens: 5 } }) + DONE,
      RESPONSES,
    );
    expect(contentOf(reading)).toBe("ab");
    expect(reading.outputTokens).toEqual({ count: 5, unsent: 0, by: "usage" });
  });

  test("[DONE] does not stand for response.completed", async () => {
    expect(await messageOf(text("a") + DONE, RESPONSES)).toMatch(
      /ended without response\.completed, after 1 pieces; the text is not whole/,
    );
  });

  test.each([
    ["response.failed", { error: { message: "CUDA" } }, /response\.failed: CUDA/],
    ["response.failed", {}, /response\.failed: no reason given/],
    [
      "response.incomplete",
      { incomplete_details: { reason: "content_filter" } },
      /response\.incomplete: content_filter/,
    ],
    ["response.incomplete", {}, /response\.incomplete: no reason given/],
  ])("%s with %j is an error", async (type, response, message) => {
    expect(await messageOf(text("a") + event({ type, response }), RESPONSES)).toMatch(message);
  });

  test("as many tokens as were asked for are whole, as with chat", () => {
    const response = {
      incomplete_details: { reason: "max_output_tokens" },
      usage: { output_tokens: 2 },
    };
    const reading = read(text("a") + event({ type: "response.incomplete", response }), RESPONSES);
    expect(contentOf(reading)).toBe("a");
    expect(reading.outputTokens).toEqual({ count: 2, unsent: 0, by: "usage" });
  });

  test("calls of tools are read", () => {
    const done = (output_index: number, item: object) =>
      event({ type: "response.output_item.done", output_index, item });
    const body =
      event({ type: "response.function_call_arguments.delta", output_index: 1, delta: '{"a":' }) +
      event({ type: "response.function_call_arguments.delta", output_index: 1, delta: "1}" }) +
      done(0, { type: "reasoning", summary: [] }) +
      done(1, { type: "function_call", name: "f", arguments: '{"a":1}', call_id: "c" });
    const { answer, deltas } = read(body + completed(), RESPONSES);
    expect(answer.outputs[1]).toEqual({
      name: "tool_calls",
      value: [{ function: { name: "f", arguments: '{"a":1}' } }],
    });
    expect(deltas).toHaveLength(2);
  });

  test("events of other names, whatever they are called, are left out", () => {
    const others = ["constructor", "valueOf", "response.created"].map((type) => event({ type }));
    expect(contentOf(read(others.join("") + text("a") + completed(), RESPONSES))).toBe("a");
  });
});

describe("what is no stream", () => {
  const whyOf = async (answer: HttpAnswer, path = CHAT) =>
    (await failure(Promise.resolve().then(() => decodeOpenaiStream(path, answer)))).message;

  test.each([
    [
      "a whole answer",
      '{"choices":[{"message":{"content":"a"}}]}',
      "application/json",
      "a stream was asked for, but application/json came",
    ],
    [
      "an error inside a 200",
      '{"error":{"message":"CUDA"}}\n',
      "application/json",
      "a stream was asked for, but application/json came: CUDA",
    ],
    ["a page", "<html>hi</html>", "text/html; charset=utf-8", "but text/html; charset=utf-8 came"],
    ["nothing", "", "text/event-stream", "the stream ended without data: [DONE], after 0 pieces"],
    ["a line of no type", "hello", undefined, "but an answer without a content-type came"],
  ])("%s", async (_, body, type, message) => {
    const headers: Record<string, string> = type === undefined ? {} : { "content-type": type };
    expect(await whyOf({ ...answerOf(body), headers })).toContain(message);
  });

  test("a stream by another name is one", () => {
    const answer = answerOf(TEXT + DONE, [], { "content-type": "application/json" });
    expect(contentOf(decodeOpenaiStream(CHAT, answer))).toBe("Grüße 🐧");
  });

  test("a compressed one has no times, so it is none", async () => {
    const { arrivals: _, ...answer } = answerOf(TEXT + DONE);
    expect(await whyOf(answer)).toMatch(/the stream is compressed, though that was declined/);
  });
});

describe("tokens", () => {
  const tokensOf = (...counts: string[]) => read(TEXT + counts.join("") + DONE).outputTokens;

  test("the last usage counts, and one that says nothing does not", () => {
    expect(tokensOf(usage(1), usage(3))).toEqual({ count: 3, unsent: 0, by: "usage" });
    expect(tokensOf(usage(3), event({ choices: [], usage: null }))).toMatchObject({ count: 3 });
    expect(tokensOf()).toEqual({ count: 2, unsent: 0, by: "estimate" });
  });

  test.each([[0], [1], [-4], [2.5], [1e300], ["3"], [null]])(
    "a usage of %j in a stream of two pieces is none",
    (count) => {
      expect(tokensOf(usage(count))).toEqual({ count: 2, unsent: 0, by: "estimate" });
    },
  );

  test("reasoning that is counted and not sent is told apart", () => {
    const hidden = usage(102, { completion_tokens_details: { reasoning_tokens: 100 } });
    expect(tokensOf(hidden)).toEqual({ count: 102, unsent: 100, by: "usage" });
    const sent = read(chunk({ reasoning_content: "hm" }) + TEXT + hidden + DONE);
    expect(sent.outputTokens).toEqual({ count: 102, unsent: 0, by: "usage" });
    const odd = usage(3, { completion_tokens_details: { reasoning_tokens: 100 } });
    expect(tokensOf(odd)).toEqual({ count: 2, unsent: 0, by: "estimate" });
    const response = {
      usage: { output_tokens: 9, output_tokens_details: { reasoning_tokens: 7 } },
    };
    const body =
      event({ type: "response.output_text.delta", delta: "a" }) +
      event({ type: "response.completed", response });
    expect(read(body, RESPONSES).outputTokens).toEqual({ count: 9, unsent: 7, by: "usage" });
  });

  test("none for an empty text, one for one piece", () => {
    expect(read(chunk({}, "stop") + usage(0) + DONE).outputTokens).toEqual({
      count: 0,
      unsent: 0,
      by: "usage",
    });
    expect(read(chunk({ content: "a" }, "stop") + usage(1) + DONE).outputTokens).toEqual({
      count: 1,
      unsent: 0,
      by: "usage",
    });
  });
});
