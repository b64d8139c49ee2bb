import type { Tolerance } from "../config/types";
import { asInfergateError, InfergateError } from "../errors";
import { decodeBody } from "../http/decode-body";
import type { HttpAnswer } from "../http/types";
import type { Answer, ModelBinding, StreamReading } from "../protocols/types";
import { compareOutputs } from "../verdict/compare-outputs";
import { RightAnswers } from "./right-answers";
import { keepAnswer, type RawAnswer } from "./transport/transport";

/** What the endpoint says to one input when it is asked alone. */
export interface Reference {
  /** The correlation id that was sent, where the endpoint sends it back; else null. */
  echoedId: string | null;
  /** Null where there was no good answer: then any readable answer is right. */
  answer: Answer | null;
  /** Decoded; tells how long answers are. */
  body: Buffer | null;
}

export interface CheckedAnswer {
  /** Null where the answer is right. */
  reason: string | null;
  /** May be left out of a right answer with a 2xx status, which nobody will look at. */
  answer: HttpAnswer | null;
  /** Of a right answer that came as a stream. */
  reading?: StreamReading;
}

/** Null where the answer is known to be right by its bytes: the usual case, and the fast one. */
export type Verdict = CheckedAnswer | null;
export type AnswerCheck = (input: number, answer: RawAnswer) => Promise<Verdict> | null;

const MAX_DECODED_BYTES = 16 * 1024 * 1024;

/**
 * Compares every answer under load with the endpoint's own answer to the same input alone. Bytes that
 * are those of an answer found right before are right; only other bytes are decoded and compared, and
 * always with the unloaded answer, so that tolerances do not add up.
 */
export function createAnswerCheck(
  model: Pick<ModelBinding, "decode" | "answerId">,
  references: readonly Reference[],
  tolerance: Tolerance,
): AnswerCheck {
  const right = new RightAnswers();

  function findFault(reference: Reference, answer: HttpAnswer): string | null {
    const [decoded] = model.decode(answer, 1) as [Answer];
    if (reference.echoedId !== null && model.answerId(answer) !== reference.echoedId) {
      return "it carries the id of another request";
    }
    return differenceTo(reference, decoded, tolerance);
  }

  return (input, given) => {
    if (right.has(input, given)) return null;
    const raw = keepAnswer(given);
    return toHttpAnswer(raw).then(({ answer, fault }) => {
      if (fault !== null) return { reason: fault, answer };
      try {
        const reason = findFault(references[input] as Reference, answer);
        if (reason === null) right.add(input, raw);
        return { reason, answer };
      } catch (error) {
        return { reason: messageOf(error), answer };
      }
    });
  };
}

export function differenceTo(
  reference: Reference,
  answer: Answer,
  tolerance: Tolerance,
): string | null {
  return reference.answer === null ? null : compareOutputs(reference.answer, answer, tolerance);
}

/** The answer as adapters read it; its times are not known here, but for when its pieces came. */
export async function toHttpAnswer(
  raw: RawAnswer,
): Promise<{ answer: HttpAnswer; fault: string | null }> {
  const headers = joinHeaders(raw.headers);
  const { status, body: encoded, arrivals } = raw;
  const answer = { status, headers, body: encoded, firstByteMs: 0, durationMs: 0 };
  try {
    const body = await decodeBody(encoded, headers["content-encoding"], MAX_DECODED_BYTES);
    // The pieces of a compressed body say nothing about the text in it.
    const timed = arrivals && body === encoded ? { arrivals } : {};
    return { answer: { ...answer, body, ...timed }, fault: null };
  } catch (error) {
    return { answer, fault: (error as Error).message };
  }
}

function joinHeaders(raw: readonly Buffer[]): Record<string, string> {
  const headers = new Map<string, string>();
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = String(raw[i]).toLowerCase();
    // A repeated header is a list, as undici hands it over.
    const value = [raw[i + 1]].flat().map(String).join(", ");
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(headers);
}

/** A body that cannot be decoded is a finding about the endpoint; anything else is a defect of ours. */
export function messageOf(error: unknown): string {
  const known = asInfergateError(error);
  if (known instanceof InfergateError && known.family === "internal") throw error;
  return known.message;
}
