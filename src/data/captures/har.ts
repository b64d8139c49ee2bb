import { readFile, stat } from "node:fs/promises";
import { dataError, type Place } from "../data-error";
import { fileFault } from "../read-text";
import type { Block, Reader } from "../table";
import { toBlock } from "./capture-block";
import { CapturedRequest, pathOf } from "./captured-request";

/**
 * HTTP Archive 1.2 (w3c.github.io/web-performance/specs/HAR/Overview.html), as browsers and proxies
 * export it. One JSON text, so it is read at once.
 */
export const HAR: Reader = { read: readHar, typed: true };

/** One JSON text of this size takes about a gigabyte to parse. */
const LARGEST_HAR = 256 * 1024 * 1024;

async function* readHar(path: string, file: string): AsyncGenerator<Block> {
  for (const [index, entry] of (await readEntries(path, file)).entries()) {
    yield toBlock(readEntry(entry, { file, row: index + 1 }));
  }
}

async function readEntries(path: string, file: string): Promise<unknown[]> {
  let text: string;
  try {
    const { size } = await stat(path);
    if (size > LARGEST_HAR) {
      const limit = `more than ${LARGEST_HAR / 1024 / 1024} MiB`;
      throw dataError("data/too-large", { file }, limit, "Give a .gor or a .jsonl file.");
    }
    text = await readFile(path, "utf8");
  } catch (error) {
    throw (error as NodeJS.ErrnoException).syscall ? fileFault(error, file) : error;
  }
  const entries = parse(text)?.log?.entries;
  if (Array.isArray(entries)) return entries;
  throw dataError("data/format", { file }, "no HTTP archive: there is no list log.entries");
}

function parse(text: string): { log?: { entries?: unknown } } | null {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, "")) as { log?: { entries?: unknown } };
  } catch {
    return null;
  }
}

interface HarRequest {
  method?: unknown;
  url?: unknown;
  headers?: unknown;
  postData?: { text?: unknown; encoding?: unknown; mimeType?: unknown };
}

function readEntry(entry: unknown, place: Place) {
  const { request, startedDateTime } = (entry ?? {}) as {
    request?: HarRequest;
    startedDateTime?: unknown;
  };
  const { method, url, postData } = request ?? {};
  const path = typeof url === "string" ? pathOf(url) : null;
  if (typeof method !== "string" || path === null) {
    throw dataError("data/format", place, "an entry without request.method and request.url");
  }
  const text = typeof postData?.text === "string" ? postData.text : "";
  const body = Buffer.from(text, postData?.encoding === "base64" ? "base64" : "utf8");
  const at = Date.parse(String(startedDateTime));
  const headers = headersOf(request?.headers);
  const type = postData?.mimeType;
  if (typeof type === "string") headers.push(["content-type", type]);
  return {
    method: method.toUpperCase(),
    request: new CapturedRequest(path, headers, body, Number.isNaN(at) ? null : at),
  };
}

function headersOf(headers: unknown): [string, string][] {
  if (!Array.isArray(headers)) return [];
  return headers.flatMap((header): [string, string][] => {
    const { name, value } = (header ?? {}) as { name?: unknown; value?: unknown };
    return typeof name === "string" && typeof value === "string" ? [[name, value]] : [];
  });
}
