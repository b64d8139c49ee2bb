import type { HttpAnswer } from "../../http/types";
import { readStream, type StreamProtocol, type StreamStep } from "../../streams/stream-reader";
import { isObject, type Json } from "../json-body";
import type { StreamReading } from "../types";
import { firstChoice } from "./choices";
import { readError, whyResponseUnfinished, whyUnfinished } from "./unfinished";

type Body = { [key: string]: Json };

const isDone = (data: string) => data.trim() === "[DONE]";

/** Chat and completions: chunks of `choices`, then perhaps one of `usage` alone, then `[DONE]`. */
const CHUNKS: StreamProtocol = {
  ending: "data: [DONE]",
  finish: "a finish_reason",
  readWord: (data) => (isDone(data) ? { ended: true } : null),
  read(body) {
    const choice = firstChoice(body.choices);
    const error = readError(body) ?? whyUnfinished(choice ?? {});
    if (error !== null) return { error };
    const step: StreamStep = usageOf(body, "completion_tokens");
    if (choice) {
      step.deltas = deltasOf(choice);
      step.calls = callsOf(choice).map(({ index, function: call }, place) => ({
        index: typeof index === "number" ? index : place,
        name: textAt(call, "name"),
        arguments: textAt(call, "arguments"),
      }));
      step.finished = typeof choice.finish_reason === "string";
    }
    return step;
  },
};

/** `/v1/responses`: named events; `response.completed` is the last, or `response.incomplete`. */
const RESPONSES: StreamProtocol = {
  ending: "response.completed",
  // Some servers send the other routes' last word as well; it does not stand for this one's.
  readWord: (data) => (isDone(data) ? {} : null),
  read(body) {
    const error = readError(body);
    if (error !== null) return { error };
    const type = String(body.type);
    const text = typeof body.delta === "string" ? body.delta : "";
    return Object.hasOwn(RESPONSE_EVENTS, type) ? (RESPONSE_EVENTS[type]?.(text, body) ?? {}) : {};
  },
};

/** The event says how the response ended; what it says of it may leave that out. */
function endAs(status: string): (text: string, body: Body) => StreamStep {
  return (_, body) => {
    const response = responseOf(body);
    const error = whyResponseUnfinished(status, response);
    return error === null
      ? { finished: true, ended: true, ...usageOf(response, "output_tokens") }
      : { error };
  };
}

const RESPONSE_EVENTS: Readonly<Record<string, (text: string, body: Body) => StreamStep>> = {
  "response.output_text.delta": (text) => ({ deltas: [{ kind: "content", text }] }),
  "response.reasoning_text.delta": (text) => ({ deltas: [{ kind: "reasoning", text }] }),
  "response.reasoning_summary_text.delta": (text) => ({ deltas: [{ kind: "reasoning", text }] }),
  "response.function_call_arguments.delta": (text) => ({ deltas: [{ kind: "tool", text }] }),
  "response.output_item.done": (_, { item, output_index }) => ({
    calls:
      isObject(item) && item.type === "function_call"
        ? [
            {
              index: Number(output_index ?? 0),
              name: textAt(item, "name"),
              arguments: textAt(item, "arguments"),
            },
          ]
        : [],
  }),
  "response.completed": endAs("completed"),
  "response.incomplete": endAs("incomplete"),
  "response.failed": endAs("failed"),
};

export function decodeOpenaiStream(path: string, answer: HttpAnswer): StreamReading {
  return readStream(answer, path === "/v1/responses" ? RESPONSES : CHUNKS);
}

/** Chat has a delta of several kinds; reasoning goes by two names (DeepSeek's, and vLLM's later one). */
function deltasOf(choice: Body): NonNullable<StreamStep["deltas"]> {
  const delta = isObject(choice.delta) ? choice.delta : {};
  const text = (value: Json | undefined) => (typeof value === "string" ? value : "");
  return [
    { kind: "reasoning", text: text(delta.reasoning_content) || text(delta.reasoning) },
    { kind: "content", text: text(delta.content) || text(choice.text) },
    ...callsOf(choice).map(({ function: call }) => ({
      kind: "tool" as const,
      text: textAt(call, "name") + textAt(call, "arguments"),
    })),
  ];
}

function callsOf({ delta }: Body): Body[] {
  return isObject(delta) && Array.isArray(delta.tool_calls)
    ? delta.tool_calls.filter(isObject)
    : [];
}

function textAt(value: Json | undefined, key: string): string {
  const text = isObject(value) ? value[key] : undefined;
  return typeof text === "string" ? text : "";
}

function responseOf(body: Body): Body {
  return isObject(body.response) ? body.response : {};
}

/** Both APIs count alike, by other names. */
function usageOf({ usage }: Body, key: "completion_tokens" | "output_tokens"): StreamStep {
  if (!isObject(usage)) return {};
  const { [key]: tokens, [`${key}_details`]: details } = usage;
  const reasoning = isObject(details) ? details.reasoning_tokens : undefined;
  return typeof tokens === "number"
    ? { usage: { tokens, reasoning: typeof reasoning === "number" ? reasoning : 0 } }
    : {};
}
