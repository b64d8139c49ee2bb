import type { Evidence } from "../verdict/result";
import { secretsOf } from "./auth";
import { prepareRequest } from "./prepare";
import { printableText, truncateText } from "./printable-text";
import { createRedactor, type Redactor } from "./redactor";
import type { Exchange, HttpAnswer, HttpClient, HttpRequest } from "./types";

const MAX_BODY_CHARACTERS = 400;
const MAX_LINE_CHARACTERS = 200;

/** Headers whose values help and hold no secrets; of all others only the names are shown. */
const SHOWN_VALUES = ["content-type", "content-length", "grpc-status"];

/** How bodies that are no text are read (`ModelBinding.messages`). */
interface Reader {
  readonly messages?: { toText(request: HttpRequest, answer: HttpAnswer | null): string | null };
}

/**
 * One exchange as proof for a report, e.g.
 *
 *     POST /v2/models/penguins/infer          400 after 12 ms
 *     content-type: application/json          content-type: application/json
 *     headers: accept, authorization          headers: date, server
 *
 *     {"inputs":[]}                           {"error":"no inputs"}
 *
 * The target's own credentials are masked before anything is cut: a secret cut in half would escape
 * every later mask.
 */
export function describeExchange(
  { target }: Pick<HttpClient, "target">,
  request: HttpRequest,
  exchange: Exchange,
  model: Reader = {},
): Evidence {
  const toText = (answer: HttpAnswer | null) => model.messages?.toText(request, answer) ?? null;
  const redactor = createRedactor(secretsOf(target.auth));
  const { method, path, headers } = prepareRequest(target, request);
  return {
    request: layOut(redactor, `${method} ${path}`, headers, toText(null) ?? request.body),
    response: exchange.ok
      ? layOut(
          redactor,
          `${exchange.answer.status} after ${Math.round(exchange.answer.durationMs)} ms`,
          exchange.answer.headers,
          toText(exchange.answer) ?? exchange.answer.body,
        )
      : show(
          redactor,
          `no answer (${exchange.failure.kind}): ${exchange.failure.message}`,
          MAX_LINE_CHARACTERS,
        ),
  };
}

function layOut(
  redactor: Redactor,
  firstLine: string,
  headers: Record<string, string>,
  body: Buffer | string | null,
): string {
  const line = (text: string) => show(redactor, text, MAX_LINE_CHARACTERS).replaceAll("\n", " ");
  const shown = SHOWN_VALUES.filter((name) => Object.hasOwn(headers, name));
  const others = Object.keys(headers).filter((name) => !SHOWN_VALUES.includes(name));
  const lines = [
    firstLine,
    ...shown.map((name) => `${name}: ${headers[name]}`),
    ...(others.length === 0 ? [] : [`headers: ${others.sort().join(", ")}`]),
  ].map(line);
  const text = describeBody(redactor, body ?? "");
  return [...lines, ...(text === "" ? [] : ["", text])].join("\n");
}

function describeBody(redactor: Redactor, body: Buffer | string): string {
  const text = typeof body === "string" ? body : decodeText(body);
  return text === null ? `<${body.length} bytes>` : show(redactor, text, MAX_BODY_CHARACTERS);
}

function show(redactor: Redactor, text: string, maxCharacters: number): string {
  return printableText(truncateText(redactor.redact(text), maxCharacters));
}

/** Null where the bytes are no text: not UTF-8, or with a NUL among them. */
function decodeText(body: Buffer): string | null {
  if (body.includes(0)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return null;
  }
}
