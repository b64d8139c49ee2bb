import type { HttpAnswer } from "../../http/types";
import { readStream, type StreamProtocol, type StreamStep } from "../../streams/stream-reader";
import { isObject, type Json } from "../json-body";
import type { StreamReading } from "../types";
import { choiceGivenUp } from "./given-up";

type Body = { [key: string]: Json };

const DONE: Pick<StreamProtocol, "readWord" | "ending"> = {
  ending: "data: [DONE]",
  readWord: (data) => (data.trim() === "[DONE]" ? { ended: true } : null),
};

/** Chat and completions: chunks of `choices`, then perhaps one of `usage` alone, then `[DONE]`. */
const CHUNKS: StreamProtocol = {
  ...DONE,
  read(body) {
    const error = readError(body);
    if (error !== null) return { error };
    const [choice] = Array.isArray(body.choices) ? body.choices : [];
    const step: StreamStep = {};
    if (isObject(body.usage) && typeof body.usage.completion_tokens === "number") {
      step.outputTokens = body.usage.completion_tokens;
    }
    if (isObject(choice)) {
      const givenUp = choiceGivenUp(choice);
      if (givenUp !== null) return { error: givenUp };
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

/** `/v1/responses`: named events; `response.completed` is the last. */
const RESPONSES: StreamProtocol = {
  ending: "response.completed",
  readWord: DONE.readWord,
  read(body) {
    const error = readError(body);
    if (error !== null) return { error };
    const text = typeof body.delta === "string" ? body.delta : "";
    return RESPONSE_EVENTS[String(body.type)]?.(text, body) ?? {};
  },
};

const RESPONSE_EVENTS: Readonly<Record<string, (text: string, body: Body) => StreamStep>> = {
  "response.output_text.delta": (text) => ({ deltas: [{ kind: "content", text }] }),
  "response.reasoning_text.delta": (text) => ({ deltas: [{ kind: "reasoning", text }] }),
  "response.reasoning_summary_text.delta": (text) => ({ deltas: [{ kind: "reasoning", text }] }),
  "response.function_call_arguments.delta": (text) => ({ deltas: [{ kind: "tool", text }] }),
  "response.completed": (_, body) => ({ finished: true, ended: true, ...usageOf(body) }),
  "response.incomplete": (_, body) => ({
    error: `response.incomplete: ${JSON.stringify(responseOf(body).incomplete_details ?? null)}`,
  }),
  "response.failed": (_, body) => ({
    error: `response.failed: ${readError(responseOf(body)) ?? "no reason given"}`,
  }),
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

function readError(body: Body): string | null {
  if (body.object === "error" && typeof body.message === "string") return body.message;
  const { error, type, message } = body;
  if (type === "error" && typeof message === "string") return message;
  if (typeof error === "string") return error;
  return isObject(error) ? String(error.message ?? JSON.stringify(error)) : null;
}

function responseOf(body: Body): Body {
  return isObject(body.response) ? body.response : {};
}

function usageOf(body: Body): Pick<StreamStep, "outputTokens"> {
  const { usage } = responseOf(body);
  return isObject(usage) && typeof usage.output_tokens === "number"
    ? { outputTokens: usage.output_tokens }
    : {};
}
