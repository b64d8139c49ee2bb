import { stat } from "node:fs/promises";
import { dataError, type Place } from "../data-error";
import { fileFault, readText } from "../read-text";
import type { Block, Reader } from "../table";
import { CaptureRows, type Found } from "./capture-block";
import { pathOf } from "./captured-request";
import { readBytes, readTime } from "./written-values";

/**
 * HTTP Archive 1.2 (w3c.github.io/web-performance/specs/HAR/Overview.html), as browsers and proxies
 * export it. One JSON text, so it is read at once.
 */
export const HAR: Reader = { read: readHar, typed: true };

/** One JSON text of this size takes about a gigabyte to parse. */
const LARGEST_HAR = 256 * 1024 * 1024;

async function* readHar(path: string, file: string): AsyncGenerator<Block> {
  const rows = new CaptureRows();
  for (const [index, entry] of (await readEntries(path, file)).entries()) {
    yield rows.toBlock(readEntry(entry, { file, row: index + 1 }));
  }
}

async function readEntries(path: string, file: string): Promise<unknown[]> {
  const { size } = await stat(path).catch((error) => {
    throw fileFault(error, file);
  });
  if (size > LARGEST_HAR) {
    const limit = `more than ${LARGEST_HAR / 1024 / 1024} MiB`;
    throw dataError("data/too-large", { file }, limit, "Give a .gor or a .jsonl file.");
  }
  const pieces: string[] = [];
  for await (const piece of readText(path, file)) pieces.push(piece);
  const entries = parse(pieces.join(""))?.log?.entries;
  if (Array.isArray(entries)) return entries;
  throw dataError("data/format", { file }, "no HTTP archive: there is no list log.entries");
}

function parse(text: string): { log?: { entries?: unknown } } | null {
  try {
    return JSON.parse(text) as { log?: { entries?: unknown } };
  } catch {
    return null;
  }
}

interface HarRequest {
  method?: unknown;
  url?: unknown;
  headers?: unknown;
  bodySize?: unknown;
  postData?: {
    text?: unknown;
    encoding?: unknown;
    mimeType?: unknown;
    params?: unknown;
  };
}

function readEntry(entry: unknown, place: Place): Found {
  const { request = {}, startedDateTime } = (entry ?? {}) as {
    request?: HarRequest;
    startedDateTime?: unknown;
  };
  const { method, url, postData } = request;
  const path = typeof url === "string" ? pathOf(url) : null;
  if (typeof method !== "string" || path === null) {
    throw dataError("data/format", place, "an entry without request.method and request.url");
  }
  const headers = pairsOf(request.headers);
  const type = postData?.mimeType;
  if (typeof type === "string" && type !== "") headers.push(["content-type", type]);
  return {
    method: method.toUpperCase(),
    path,
    // Text has been decompressed on its way into the archive.
    headers: headers.filter(
      ([name]) => postData?.encoding === "base64" || name.toLowerCase() !== "content-encoding",
    ),
    body: () => readBody(request, headers, place),
    atMs: readTime(startedDateTime, place),
  };
}

/** Browsers leave out bodies, cut them, or write bytes as text: what is not whole is not sent. */
function readBody(
  { postData, bodySize }: HarRequest,
  headers: readonly [name: string, value: string][],
  place: Place,
): Buffer {
  const headerOf = (wanted: string) =>
    headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? "";
  const { text, encoding, params } = postData ?? {};
  const isForm = headerOf("content-type").includes("application/x-www-form-urlencoded");
  const body =
    typeof text === "string"
      ? readBytes(text, encoding, place)
      : Buffer.from(isForm ? new URLSearchParams(pairsOf(params)).toString() : "");
  const written = headerOf("content-length");
  const isCompressed = headerOf("content-encoding") !== "";
  const due = /^\d+$/.test(written) && !isCompressed ? Number(written) : null;
  const isMissing = body.length === 0 && Number(bodySize) > 0;
  if (!isMissing && (due === null || due === body.length)) return body;
  throw dataError(
    "data/format",
    place,
    `the archive holds ${body.length} bytes of the body, the request had ${due ?? bodySize}`,
    "Give a .gor or .jsonl file, or take the entry out. If you changed the body, take its content-length out.",
  );
}

/** A list of `{"name": …, "value": …}`, as headers and parameters are written. */
function pairsOf(list: unknown): [name: string, value: string][] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((pair): [string, string][] => {
    const { name, value } = (pair ?? {}) as { name?: unknown; value?: unknown };
    return typeof name === "string" && typeof value === "string" ? [[name, value]] : [];
  });
}
