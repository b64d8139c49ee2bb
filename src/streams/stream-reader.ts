import { InfergateError } from "../errors";
import type { HttpAnswer } from "../http/types";
import { isObject, type Json, parseText } from "../protocols/json-body";
import type { StreamDelta, StreamReading } from "../protocols/types";
import { readEvents, type StreamEvent } from "./read-events";

/** What one event of a stream says. */
export interface StreamStep {
  deltas?: { kind: StreamDelta["kind"]; text: string }[];
  /** Pieces of calls of tools: the name comes once, the arguments bit by bit. */
  calls?: { index: number; name: string; arguments: string }[];
  /** Tokens generated, as the server counts them. */
  outputTokens?: number;
  /** Message of an error inside the stream. */
  error?: string;
  /** The model said that it is done: the text is whole. */
  finished?: boolean;
  /** The stream said that nothing more comes. */
  ended?: boolean;
}

export interface StreamProtocol {
  /** What an event that is not JSON means, e.g. `[DONE]`; null where it has no business here. */
  readWord(data: string): StreamStep | null;
  read(body: { [key: string]: Json }, event: string): StreamStep;
  /** How a whole stream ends, for the message where it does not. */
  ending: string;
}

/**
 * Reads a stream as its protocol has it. An error inside a 200, a stream that stops and one without
 * its ending are `answer/…` errors: a client that shows half an answer must not count as served.
 */
export function readStream(answer: HttpAnswer, protocol: StreamProtocol): StreamReading {
  const { events, truncated } = readEvents(answer.body, answer.arrivals ?? []);
  const deltas: StreamDelta[] = [];
  const calls = new Map<number, { name: string; arguments: string }>();
  let outputTokens: number | null = null;
  let finished = false;
  let ended = false;
  const after = () => `after ${deltas.length} pieces`;
  for (const event of events) {
    const step = readEvent(event, protocol, after);
    if (step.error !== undefined) {
      throw new InfergateError(
        "answer/stream-error",
        `an error inside the ${answer.status} stream, ${after()}: ${step.error}`,
      );
    }
    for (const { kind, text } of step.deltas ?? []) {
      if (text !== "") deltas.push({ atMs: event.atMs, kind, text });
    }
    for (const { index, ...piece } of step.calls ?? []) {
      const call = calls.get(index) ?? { name: "", arguments: "" };
      call.name += piece.name;
      call.arguments += piece.arguments;
      calls.set(index, call);
    }
    outputTokens = step.outputTokens ?? outputTokens;
    finished ||= step.finished ?? false;
    ended ||= step.ended ?? false;
  }
  if (truncated) {
    throw new InfergateError(
      "answer/stream-truncated",
      `the stream ends within an event, ${after()}`,
    );
  }
  if (!ended) {
    const whole = finished ? "the text was whole" : "the text is not whole";
    throw new InfergateError(
      "answer/stream-no-end",
      `the stream ended without ${protocol.ending}, ${after()}; ${whole}`,
    );
  }
  if (!finished) {
    // A gateway says [DONE] for a model that is gone.
    throw new InfergateError(
      "answer/stream-not-whole",
      `the stream ended, but nothing in it says that the text is whole, ${after()}`,
    );
  }
  const text = textOf(deltas, "content");
  return {
    answer: {
      outputs: [
        { name: "content", value: text },
        ...(calls.size === 0
          ? []
          : [
              {
                name: "tool_calls",
                value: [...calls.values()].map((call) => ({ function: call })),
              },
            ]),
      ],
    },
    deltas,
    outputTokens:
      outputTokens === null
        ? { count: deltas.length, by: "estimate" }
        : { count: outputTokens, by: "usage" },
  };
}

function readEvent(
  { event, data }: StreamEvent,
  protocol: StreamProtocol,
  after: () => string,
): StreamStep {
  const body = parseText(data);
  if (isObject(body)) return protocol.read(body, event);
  const step = body === undefined ? protocol.readWord(data) : null;
  if (step) return step;
  throw new InfergateError(
    "answer/stream-format",
    `an event of the stream is no JSON object, ${after()}: ${JSON.stringify(data.slice(0, 60))}`,
  );
}

function textOf(deltas: readonly StreamDelta[], wanted: StreamDelta["kind"]): string {
  return deltas
    .filter(({ kind }) => kind === wanted)
    .map(({ text }) => text)
    .join("");
}
