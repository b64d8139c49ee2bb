import { REQUEST_COLUMN } from "../data/captures/capture-block";
import { CapturedRequest } from "../data/captures/captured-request";
import type { Row } from "../data/types";
import { InfergateError } from "../errors";
import type { HttpAnswer, HttpRequest } from "../http/types";
import { isObject, parseGoodJson } from "./json-body";
import type { Answer, ModelBinding, OutputValue } from "./types";

/**
 * A binding that sends captured requests as they were. What an answer says is read by the protocol
 * where the request was for one row, and is the whole body where it was for more.
 */
export function bindCapture(
  model: ModelBinding,
  { protocolKnown }: { protocolKnown: boolean },
): ModelBinding {
  const { decodeStream: _, encodeText: _text, textOf: _of, ...rest } = model;
  return {
    ...rest,
    signature: null,
    maxBatch: 1,
    encode: ([row]) => toRequest(row),
    decode: (answer) => [
      protocolKnown ? decode(model, answer) : wholeBody(answer, model.errorMessage(answer)),
    ],
    // What was captured says which inputs there are; a spoiled one would be of our own making.
    badInput: () => null,
    inventRow: () => null,
    answerId: () => null,
  };
}

function toRequest(row: Row | undefined): HttpRequest {
  const request = row?.[REQUEST_COLUMN];
  if (!(request instanceof CapturedRequest))
    throw new RangeError("a row of a capture is a request");
  const { path, headers, body } = request;
  return { method: "POST", path, headers: { accept: "*/*", ...headers }, body };
}

function decode(model: ModelBinding, answer: HttpAnswer): Answer {
  try {
    const [only] = model.decode(answer, 1);
    if (only) return only;
  } catch (error) {
    if (!(error instanceof InfergateError) || error.code !== "answer/row-count") throw error;
  }
  return wholeBody(answer, model.errorMessage(answer));
}

/**
 * What names an answer and says nothing of it: it differs where the predictions are the same. A number
 * as `id` may well be the prediction.
 */
const NAMES_OF_ANSWERS: Readonly<Record<string, string>> = {
  id: "string",
  request_id: "string",
  created: "number",
};

/** The body as one output. */
function wholeBody(answer: HttpAnswer, error: string | null): Answer {
  const body = parseGoodJson(answer, error);
  if (!isObject(body)) return { outputs: [{ name: "body", value: body as OutputValue }] };
  const said = Object.entries(body).filter(
    ([key, value]) => NAMES_OF_ANSWERS[key] !== typeof value,
  );
  // Two answers that are nothing but names would always agree.
  const value = said.length === 0 ? body : Object.fromEntries(said);
  return { outputs: [{ name: "body", value: value as OutputValue }] };
}
