import { InfergateError } from "../errors";
import type { HttpAnswer, HttpRequest } from "../http/types";
import { marksOf } from "../json-marks";

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** No tensor has as many axes; what walks or prints a value recursively must not run out of stack. */
const DEEPEST = 64;

/** The parsed body, or undefined where it is not JSON, or nested beyond any use. */
export function tryParseJson(answer: HttpAnswer): Json | undefined {
  return parseText(answer.body.toString("utf8"));
}

export function parseText(text: string): Json | undefined {
  if (isTooDeep(text)) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const { kind } of marksOf(text, /["[\]{}]/)) {
    if (kind === "[" || kind === "{") {
      depth++;
      if (depth > DEEPEST) return true;
    } else if (kind !== '"') depth--;
  }
  return false;
}

/**
 * The parsed body of a 200; anything else is an `answer/…` error that says what came instead.
 *
 * @param parse how the protocol's servers write JSON, where they do not keep to it
 */
export function parseGoodJson(
  answer: HttpAnswer,
  errorMessage: string | null,
  parse: (answer: HttpAnswer) => Json | undefined = tryParseJson,
): Json {
  assertSuccess(answer, errorMessage);
  const body = parse(answer);
  if (body === undefined) {
    throw new InfergateError(
      "answer/not-json",
      `status ${answer.status}, but ${describeOddBody(answer)}`,
    );
  }
  return body;
}

/** Throws `answer/status` where the status is no 2xx. */
export function assertSuccess({ status }: HttpAnswer, errorMessage: string | null): void {
  if (status >= 200 && status <= 299) return;
  const said = errorMessage === null ? "" : `: ${errorMessage}`;
  throw new InfergateError("answer/status", `status ${status}${said}`);
}

/**
 * The same, of a protocol whose good answers never have its error form: a 200 that says error is the
 * answer of a fallback at best.
 */
export function parseErrorFreeJson(
  answer: HttpAnswer,
  errorMessage: string | null,
  parse?: (answer: HttpAnswer) => Json | undefined,
): Json {
  const body = parseGoodJson(answer, errorMessage, parse);
  if (errorMessage !== null) throw errorInSuccess(answer, errorMessage);
  return body;
}

export function errorInSuccess({ status }: HttpAnswer, said: string): InfergateError {
  return new InfergateError(
    "answer/error-in-success",
    `status ${status}, but the body says error: ${said}`,
  );
}

/** What a body that is not JSON is instead, for a message. */
export function describeOddBody(answer: HttpAnswer): string {
  if (answer.body.length === 0) return "the body is empty";
  const start = answer.body.subarray(0, 512).toString("utf8").trimStart();
  if (/^<(!doctype|html)/i.test(start)) return "the body is an HTML page, not JSON";
  if (/(^|[[,:\s])-?(NaN|Infinity)([\],}\s]|$)/.test(start)) {
    return "the body holds NaN or Infinity, which JSON does not allow";
  }
  if (isTooDeep(answer.body.toString("utf8")))
    return `the body is nested over ${DEEPEST} levels deep`;
  return "the body is not JSON";
}

/** The text at one of these keys of a JSON object, the first that has one. */
export function readText(answer: HttpAnswer, ...keys: string[]): string | null {
  const text = valuesAt(answer, keys).find((value) => typeof value === "string" && value !== "");
  return (text as string | undefined) ?? null;
}

/** The same for versions, which some servers write as numbers: one that is not read is not compared. */
export function readVersionAt(answer: HttpAnswer, ...keys: string[]): string | null {
  const version = valuesAt(answer, keys).find(
    (value) => typeof value === "number" || (typeof value === "string" && value !== ""),
  );
  return version === undefined ? null : String(version);
}

function valuesAt(answer: HttpAnswer, keys: readonly string[]): (Json | undefined)[] {
  const body = tryParseJson(answer);
  return isObject(body)
    ? keys.map((key) => (Object.hasOwn(body, key) ? body[key] : undefined))
    : [];
}

export function isObject(value: unknown): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function getRequest(path: string): HttpRequest {
  return { method: "GET", path, headers: { accept: "application/json" }, body: null };
}

export function postJson(path: string, body: unknown): HttpRequest {
  return {
    method: "POST",
    path,
    headers: { "content-type": "application/json", accept: "application/json" },
    body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
  };
}
