import { InfergateError } from "../../errors";
import { isObject, type Json } from "../json-body";
import type { Answer, OutputValue } from "../types";
import { firstChoice } from "./choices";
import { isCut, whyResponseUnfinished, whyUnfinished } from "./unfinished";

/** One of the routes of an OpenAI-compatible server. */
export interface OpenaiCall {
  path: string;
  /** Where a good answer has its list. */
  listKey: string;
  maxBatch: number;
  /** The body for these texts, one where `maxBatch` is 1. */
  body(model: string, texts: string[]): { [key: string]: Json };
  /** One answer a text. Throws `answer/shape` where the body is not that of the route. */
  read(body: { [key: string]: Json }, texts: number): Answer[];
  /** What the body has more where the answer is to be streamed; null where the route has no streams. */
  streamed: { [key: string]: Json } | null;
  /** A body in which the input is of the wrong type. */
  wrongType(model: string): { [key: string]: Json };
}

/** The least that a model draws, so that the same prompt can have the same answer. */
const GREEDY = { temperature: 0, seed: 0 };

/** From the OpenAI API reference (platform.openai.com, "API Reference"); a test holds the shapes. */
export const CALLS: readonly OpenaiCall[] = [
  {
    path: "/v1/chat/completions",
    listKey: "choices",
    maxBatch: 1,
    streamed: { stream: true, stream_options: { include_usage: true } },
    body: (model, [content = ""]) => ({ model, messages: [{ role: "user", content }], ...GREEDY }),
    wrongType: (model) => ({ model, messages: 42 }),
    read(body) {
      const choice = firstChoice(listOf(body, "choices"));
      if (!isObject(choice?.message)) throw shape("choices[0].message");
      requireWhole(whyUnfinished(choice));
      const { message } = choice;
      const { content, tool_calls } = message;
      // vLLM has an empty list of calls beside every text.
      const isCall = Array.isArray(tool_calls) && tool_calls.length > 0;
      if (typeof content !== "string" && !isCall) throw shape("choices[0].message.content");
      const text = { name: "content", value: typeof content === "string" ? content : "" };
      return [
        {
          outputs: Array.isArray(tool_calls)
            ? [text, { name: "tool_calls", value: tool_calls as OutputValue }]
            : [text],
          ...cutOf(choice),
        },
      ];
    },
  },
  {
    path: "/v1/completions",
    listKey: "choices",
    maxBatch: Number.POSITIVE_INFINITY,
    streamed: { stream: true, stream_options: { include_usage: true } },
    body: (model, prompt) => ({
      model,
      prompt: prompt.length === 1 ? (prompt[0] as string) : prompt,
      ...GREEDY,
    }),
    wrongType: (model) => ({ model, prompt: { text: 42 } }),
    read: (body, texts) =>
      byIndex(listOf(body, "choices"), texts, "choices").map((choice) => {
        requireWhole(whyUnfinished(choice));
        if (typeof choice.text !== "string") throw shape("choices[].text");
        return { outputs: [{ name: "text", value: choice.text }], ...cutOf(choice) };
      }),
  },
  {
    path: "/v1/embeddings",
    listKey: "data",
    maxBatch: Number.POSITIVE_INFINITY,
    streamed: null,
    body: (model, input) => ({ model, input, encoding_format: "float" }),
    wrongType: (model) => ({ model, input: { text: 42 } }),
    read: (body, texts) =>
      byIndex(listOf(body, "data"), texts, "data").map(({ embedding }) => {
        const isVector =
          Array.isArray(embedding) && embedding.every((value) => typeof value === "number");
        if (!isVector || embedding.length === 0) throw shape("data[].embedding");
        return { outputs: [{ name: "embedding", value: embedding }] };
      }),
  },
  {
    path: "/v1/responses",
    listKey: "output",
    maxBatch: 1,
    streamed: { stream: true },
    body: (model, [input = ""]) => ({ model, input, temperature: 0 }),
    wrongType: (model) => ({ model, input: 42 }),
    read(body) {
      requireWhole(whyResponseUnfinished(body.status, body));
      const items = listOf(body, "output").filter(isObject);
      const calls = items.filter(({ type }) => type === "function_call");
      // Reasoning is an item with texts, too, and none of the answer.
      const text = items
        .flatMap(({ type, content }) =>
          type === "message" && Array.isArray(content) ? content : [],
        )
        .flatMap((part) => (isObject(part) && typeof part.text === "string" ? [part.text] : []));
      if (text.length === 0 && calls.length === 0) throw shape("output[].content[].text");
      const said = { name: "output_text", value: text.join("") };
      const called = { name: "tool_calls", value: calls as OutputValue };
      return [{ outputs: calls.length === 0 ? [said] : [said, called], ...cutOf(body) }];
    },
  },
];

function listOf(body: { [key: string]: Json }, key: string): Json[] {
  const list = Object.hasOwn(body, key) ? body[key] : undefined;
  if (!Array.isArray(list) || list.length === 0) throw shape(key);
  return list;
}

/** Servers may answer in any order; each item says whose it is. */
function byIndex(list: Json[], texts: number, key: string): { [key: string]: Json }[] {
  if (list.length !== texts) {
    throw new InfergateError(
      "answer/row-count",
      `"${key}" has ${list.length} items, but ${texts} texts were sent`,
    );
  }
  const placed = new Map(
    list.filter(isObject).map((item, place) => [Number(item.index ?? place), item]),
  );
  return Array.from({ length: texts }, (_, index) => {
    const item = placed.get(index);
    if (!item) throw shape(`${key} with the index ${index}`);
    return item;
  });
}

function cutOf(ended: { [key: string]: Json }): Pick<Answer, "cut"> {
  return isCut(ended) ? { cut: true } : {};
}

/** Half an answer must not count as one, as it does not where it is streamed. */
function requireWhole(problem: string | null): void {
  if (problem !== null) throw new InfergateError("answer/unfinished", problem);
}

function shape(what: string): InfergateError {
  return new InfergateError("answer/shape", `the answer has no ${what}`);
}
