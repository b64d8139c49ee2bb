import { InfergateError } from "../errors";
import { truncateText } from "../http/printable-text";
import type { Arrival, HttpAnswer } from "../http/types";
import { isObject, type Json, parseText } from "../protocols/json-body";
import type { StreamDelta, StreamReading } from "../protocols/types";
import { readEvents, type StreamEvent } from "./read-events";

/** What one event of a stream says. */
export interface StreamStep {
  deltas?: { kind: StreamDelta["kind"]; text: string }[];
  /** Pieces of calls of tools: the name comes once, the arguments bit by bit. */
  calls?: { index: number; name: string; arguments: string }[];
  /** Tokens generated, as the server counts them; of those for reasoning, which may not be sent. */
  usage?: { tokens: number; reasoning: number };
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
  read(body: { [key: string]: Json }): StreamStep;
  /** How a whole stream ends, for the message where it does not. */
  ending: string;
  /** What says that the text is whole, where the ending alone does not. */
  finish?: string;
}

const LONGEST_SHOWN = 60;

/**
 * Reads a stream as its protocol has it. An error inside a 200, a stream that stops, one without its
 * ending and one that goes on after it are `answer/…` errors: a client that shows half an answer must
 * not count as served.
 */
export function readStream(answer: HttpAnswer, protocol: StreamProtocol): StreamReading {
  const { events, truncated } = readEvents(answer.body, arrivalsOf(answer));
  if (events.length === 0) requireStream(answer, protocol);
  const deltas: StreamDelta[] = [];
  const calls = new Map<number, { name: string; arguments: string }>();
  let usage: StreamStep["usage"];
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
    const pieces = (step.deltas ?? []).filter(({ text }) => text !== "");
    if (ended) {
      // Clients have stopped reading.
      if (pieces.length === 0) continue;
      throw new InfergateError(
        "answer/stream-after-end",
        `the stream goes on after ${protocol.ending}, ${after()}`,
      );
    }
    for (const piece of pieces) deltas.push({ atMs: event.atMs, ...piece });
    for (const { index, ...piece } of step.calls ?? []) {
      const call = calls.get(index) ?? { name: "", arguments: "" };
      call.name += piece.name;
      call.arguments += piece.arguments;
      calls.set(index, call);
    }
    usage = step.usage ?? usage;
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
  if (protocol.finish !== undefined && !finished) {
    throw new InfergateError(
      "answer/stream-unfinished",
      `the stream ended with ${protocol.ending}, but without ${protocol.finish}, ${after()}; the text is not whole`,
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
                value: [...calls].sort(([a], [b]) => a - b).map(([, call]) => ({ function: call })),
              },
            ]),
      ],
    },
    deltas,
    outputTokens: countTokens(usage, deltas),
  };
}

/**
 * By the server's own count, unless it contradicts the stream: several pieces of fewer than two tokens
 * would leave it without its TPOT. Reasoning of which no piece came was over before the first one.
 */
function countTokens(
  usage: StreamStep["usage"],
  deltas: readonly StreamDelta[],
): StreamReading["outputTokens"] {
  if (usage) {
    const { tokens, reasoning } = usage;
    const unsent = deltas.some(({ kind }) => kind === "reasoning") ? 0 : reasoning;
    const isCredible =
      [tokens, unsent].every((count) => Number.isSafeInteger(count) && count >= 0) &&
      tokens - unsent >= Math.min(deltas.length, 2);
    if (isCredible) return { count: tokens, unsent, by: "usage" };
  }
  return { count: deltas.length, unsent: 0, by: "estimate" };
}

/** A stream whose times are not known must not pass for a fast one. */
function arrivalsOf({ arrivals }: HttpAnswer): readonly Arrival[] {
  if (arrivals) return arrivals;
  throw new InfergateError(
    "answer/stream-compressed",
    "the stream is compressed, though that was declined, so when its pieces came cannot be told",
  );
}

/** Servers that know no streams answer as a whole, and some errors come with a good status. */
function requireStream({ headers, body }: HttpAnswer, protocol: StreamProtocol): void {
  const type = headers["content-type"] ?? "an answer without a content-type";
  if (type.startsWith("text/event-stream")) return;
  const whole = parseText(body.toString("utf8"));
  const error = isObject(whole) ? protocol.read(whole).error : undefined;
  throw new InfergateError(
    "answer/no-stream",
    `a stream was asked for, but ${truncateText(type, LONGEST_SHOWN)} came${error === undefined ? "" : `: ${error}`}`,
  );
}

function readEvent(
  { event, data }: StreamEvent,
  protocol: StreamProtocol,
  after: () => string,
): StreamStep {
  const body = parseText(data);
  const step = isObject(body)
    ? protocol.read(body)
    : body === undefined
      ? protocol.readWord(data)
      : null;
  // Whatever the protocol calls its errors, this is what the stream calls one.
  if (event === "error") return { error: step?.error ?? truncateText(data, LONGEST_SHOWN) };
  if (step) return step;
  throw new InfergateError(
    "answer/stream-format",
    `an event of the stream is no JSON object, ${after()}: ${JSON.stringify(truncateText(data, LONGEST_SHOWN))}`,
  );
}

function textOf(deltas: readonly StreamDelta[], wanted: StreamDelta["kind"]): string {
  return deltas
    .filter(({ kind }) => kind === wanted)
    .map(({ text }) => text)
    .join("");
}
