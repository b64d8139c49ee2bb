import { dataError, type Place } from "../data-error";
import { readLines } from "../jsonl";
import { type Block, LARGEST_REQUEST, type Reader } from "../table";
import { toBlock } from "./capture-block";
import { CapturedRequest, pathOf } from "./captured-request";

/**
 * One request a line: `{"path": "/v2/models/m/infer", "body": {…}}`, and where they are known
 * `method` (POST), `headers`, `at` (a time in ISO 8601, or milliseconds since 1970). A body that is
 * text goes as it is, unless `"encoding": "base64"` says otherwise; any other is written as JSON.
 */
export const REQUESTS_JSONL: Reader = { read: readRequests, typed: true };

async function* readRequests(path: string, file: string): AsyncGenerator<Block> {
  let row = 0;
  for await (const { texts, firstLine } of readLines(path, file, LARGEST_REQUEST)) {
    for (const [offset, text] of texts.entries()) {
      if (text.trim() === "") continue;
      yield toBlock(readRequest(text, { file, line: firstLine + offset, row: ++row }));
    }
  }
}

function readRequest(text: string, place: Place) {
  const given = parse(text);
  const target = given?.path ?? given?.url;
  const path = typeof target === "string" ? pathOf(target) : null;
  if (!given || path === null) {
    throw dataError(
      "data/format",
      place,
      "no request",
      'One object a line: {"path": "/v2/models/m/infer", "body": {"inputs": []}}',
    );
  }
  const headers = Object.entries((given.headers as object | undefined) ?? {});
  const isJson = typeof given.body !== "string";
  if (isJson) headers.unshift(["content-type", "application/json"]);
  const at = typeof given.at === "number" ? given.at : Date.parse(String(given.at));
  return {
    method: String(given.method ?? "POST").toUpperCase(),
    request: new CapturedRequest(
      path,
      headers.map(([name, value]) => [name, String(value)] as const),
      bodyOf(given),
      Number.isNaN(at) ? null : at,
    ),
  };
}

function bodyOf({ body, encoding }: { [key: string]: unknown }): Buffer {
  if (body === undefined || body === null) return Buffer.alloc(0);
  if (typeof body !== "string") return Buffer.from(JSON.stringify(body));
  return Buffer.from(body, encoding === "base64" ? "base64" : "utf8");
}

function parse(text: string): { [key: string]: unknown } | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as { [key: string]: unknown }) : null;
  } catch {
    return null;
  }
}
