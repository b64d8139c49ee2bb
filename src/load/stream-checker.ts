import type { Tolerance } from "../config/types";
import type { HttpAnswer } from "../http/types";
import type { StreamReading } from "../protocols/types";
import {
  type AnswerCheck,
  differenceTo,
  messageOf,
  type Reference,
  toHttpAnswer,
} from "./answer-checker";
import { keepAnswer } from "./transport/transport";

/**
 * Reads every stream and compares the text it makes with the endpoint's own answer alone. There is no
 * short cut by bytes: ids and times inside make every stream another, and each must be read for when
 * its tokens came. A stream that broke off within, or has no end, is a wrong answer.
 */
export function createStreamCheck(
  decodeStream: (answer: HttpAnswer) => StreamReading,
  references: readonly Reference[],
  tolerance: Tolerance,
): AnswerCheck {
  return async (input, given) => {
    const raw = keepAnswer(given);
    const { answer, fault } = await toHttpAnswer(raw);
    if (fault !== null) return { reason: fault, answer };
    try {
      const reading = decodeStream(answer);
      const reason = differenceTo(references[input] as Reference, reading.answer, tolerance);
      return { reason, answer, reading };
    } catch (error) {
      return { reason: messageOf(error), answer };
    }
  };
}
