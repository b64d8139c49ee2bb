import { nearestName } from "../../config/nearest-name";
import { quote } from "../../config/quote";
import { membersOf } from "../../json-marks";
import { dataError, type Place } from "../data-error";
import { readLines } from "../jsonl";
import { type Block, LARGEST_REQUEST, type Reader } from "../table";
import { CaptureRows, type Found } from "./capture-block";
import { pathOf } from "./captured-request";
import { readBytes, readTime } from "./written-values";

/**
 * One request a line: `{"path": "/v2/models/m/infer", "body": {…}}`, and where they are known
 * `method` (POST), `headers`, `at` (a time in ISO 8601, or milliseconds of any clock). A body that is
 * text goes as it is, unless `"encoding": "base64"` says otherwise; any other is JSON, and goes as it is
 * written; null is none. Further keys, such as what was answered, say nothing.
 */
export const REQUESTS_JSONL: Reader = { read: readRequests, typed: true };

const KEYS = ["path", "url", "method", "headers", "body", "encoding", "at"] as const;
const EXAMPLE = 'One object a line: {"path": "/v2/models/m/infer", "body": {"inputs": []}}';

async function* readRequests(path: string, file: string): AsyncGenerator<Block> {
  const rows = new CaptureRows();
  let row = 0;
  for await (const { texts, firstLine } of readLines(path, file, LARGEST_REQUEST)) {
    for (const [offset, text] of texts.entries()) {
      if (text.trim() === "") continue;
      yield rows.toBlock(readRequest(text, { file, line: firstLine + offset, row: ++row }));
    }
  }
}

function readRequest(line: string, place: Place): Found {
  const given = parse(line);
  const target = given?.path ?? given?.url;
  const path = typeof target === "string" ? pathOf(target) : null;
  if (!given || path === null) throw dataError("data/format", place, "no request", EXAMPLE);
  const written = readKeys(line, place);
  const headers = readHeaders(given.headers, place);
  if (typeof given.body !== "string") headers.unshift(["content-type", "application/json"]);
  return {
    method: String(given.method ?? "POST").toUpperCase(),
    path,
    // A body in JSON is not compressed, though it may have been when it was captured.
    headers: headers.filter(
      ([name]) => given.encoding === "base64" || name.toLowerCase() !== "content-encoding",
    ),
    body: () => readBody(given, written, place),
    atMs: readTime(given.at, place),
  };
}

/** Each value as it is written. A slip in a key would send another request than the one that was meant. */
function readKeys(line: string, place: Place): Map<string, string> {
  const written = new Map<string, string>();
  for (const { key, text } of membersOf(line)) {
    const nearest = (KEYS as readonly string[]).includes(key) ? null : nearestName(key, KEYS);
    if (nearest !== null) {
      const what = `the key ${quote(key)} says nothing`;
      throw dataError("data/format", place, what, `Did you mean ${quote(nearest)}?`);
    }
    if (written.has(key)) {
      throw dataError("data/format", place, `the key ${quote(key)} is there twice`);
    }
    written.set(key, text);
  }
  return written;
}

function readHeaders(given: unknown, place: Place): [name: string, value: string][] {
  if (given === undefined || given === null) return [];
  const isMap = typeof given === "object" && !Array.isArray(given);
  const headers = Object.entries(isMap ? given : {});
  if (isMap && headers.every(([, value]) => typeof value !== "object")) {
    return headers.map(([name, value]) => [name, String(value)]);
  }
  const example = '"headers": {"content-type": "text/plain"}';
  throw dataError("data/format", place, "headers are names with text", example);
}

function readBody(
  { body, encoding }: { [key: string]: unknown },
  written: ReadonlyMap<string, string>,
  place: Place,
): Buffer {
  if (body === undefined) {
    throw dataError("data/format", place, "no body", "Write null where the request has none.");
  }
  if (body === null) return Buffer.alloc(0);
  return typeof body === "string"
    ? readBytes(body, encoding, place)
    : Buffer.from(written.get("body") ?? "");
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
