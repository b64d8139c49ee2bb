import { dataError, type Place } from "../data-error";
import { pathOf } from "./captured-request";

export interface ParsedRequest {
  method: string;
  path: string;
  headers: [name: string, value: string][];
  body: Buffer;
}

const HEAD_END = Buffer.from("\r\n\r\n");

/** A request as HTTP/1.1 writes it (RFC 9112); a chunked body comes out whole. */
export function parseRequest(wire: Buffer, place: Place): ParsedRequest {
  const end = wire.indexOf(HEAD_END);
  const head = wire.toString("latin1", 0, end < 0 ? wire.length : end).split("\r\n");
  const [method, target, version] = (head[0] ?? "").split(" ");
  const path = target === undefined ? null : pathOf(target);
  if (!method || path === null || !version?.startsWith("HTTP/1.")) {
    throw dataError("data/format", place, "no HTTP/1 request");
  }
  const headers = head.slice(1).flatMap((line): [string, string][] => {
    const colon = line.indexOf(":");
    return colon < 1 ? [] : [[line.slice(0, colon), line.slice(colon + 1).trim()]];
  });
  const raw = end < 0 ? Buffer.alloc(0) : wire.subarray(end + HEAD_END.length);
  const headerOf = (name: string) => headers.find(([key]) => key.toLowerCase() === name)?.[1];
  const chunked = /chunked/i.test(headerOf("transfer-encoding") ?? "");
  const length = Number(headerOf("content-length") ?? raw.length);
  if (!chunked && raw.length < length) {
    throw dataError(
      "data/format",
      place,
      `the body has ${raw.length} of ${length} bytes`,
      "The capture was cut off.",
    );
  }
  return {
    method,
    path,
    headers,
    body: chunked ? joinChunks(raw, place) : raw.subarray(0, length),
  };
}

/** RFC 9112, section 7.1; extensions and trailers say nothing of the body. */
function joinChunks(raw: Buffer, place: Place): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = raw.indexOf("\r\n", at);
    const [size = ""] = raw.toString("latin1", at, Math.max(lineEnd, at)).split(";");
    const bytes = /^[0-9a-f]+$/i.test(size.trim()) ? Number.parseInt(size, 16) : Number.NaN;
    const start = lineEnd + 2;
    if (lineEnd < 0 || Number.isNaN(bytes) || start + bytes > raw.length) {
      throw dataError("data/format", place, "the chunked body breaks off");
    }
    if (bytes === 0) return Buffer.concat(parts);
    parts.push(raw.subarray(start, start + bytes));
    at = start + bytes + 2;
  }
}
