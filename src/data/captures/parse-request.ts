import { quote } from "../../config/quote";
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
  const head = wire.toString("latin1", 0, Math.max(end, 0)).split("\r\n");
  const [method, target, version] = (head[0] ?? "").split(" ");
  const path = target === undefined ? null : pathOf(target);
  if (!method || path === null || !version?.startsWith("HTTP/1.")) {
    const hint = end < 0 ? "Heads end in CR LF CR LF: does git change line ends here?" : null;
    throw dataError("data/format", place, "no HTTP/1 request", hint);
  }
  const headers = head.slice(1).flatMap((line): [string, string][] => {
    const colon = line.indexOf(":");
    return colon < 1 ? [] : [[line.slice(0, colon), line.slice(colon + 1).trim()]];
  });
  const raw = wire.subarray(end + HEAD_END.length);
  const headerOf = (name: string) => headers.find(([key]) => key.toLowerCase() === name)?.[1];
  const coding = headerOf("transfer-encoding")?.toLowerCase();
  if (coding !== undefined && coding !== "chunked") {
    throw dataError("data/format", place, `the transfer coding ${quote(coding)} is not read`);
  }
  const { body, rest } =
    coding === undefined
      ? measureBody(raw, headerOf("content-length") ?? "0", place)
      : joinChunks(raw, place);
  if (rest.toString("latin1").trim() !== "") {
    throw dataError(
      "data/format",
      place,
      `${rest.length} bytes follow the body`,
      "Is a separator missing, or the content-length?",
    );
  }
  return { method, path, headers, body };
}

interface Body {
  body: Buffer;
  /** What follows it. */
  rest: Buffer;
}

function measureBody(raw: Buffer, written: string, place: Place): Body {
  const length = /^\d+$/.test(written) ? Number(written) : Number.NaN;
  if (Number.isNaN(length)) {
    throw dataError("data/format", place, `the content-length is ${quote(written)}`);
  }
  if (raw.length < length) {
    throw dataError(
      "data/format",
      place,
      `the body has ${raw.length} of ${length} bytes`,
      "The capture was cut off.",
    );
  }
  return { body: raw.subarray(0, length), rest: raw.subarray(length) };
}

/** RFC 9112, section 7.1; extensions and trailers say nothing of the body. */
function joinChunks(raw: Buffer, place: Place): Body {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = raw.indexOf("\r\n", at);
    const [size = ""] = raw.toString("latin1", at, Math.max(lineEnd, at)).split(";");
    const bytes = /^[0-9a-f]+$/i.test(size.trim()) ? Number.parseInt(size, 16) : Number.NaN;
    const start = lineEnd + 2;
    if (lineEnd < 0 || Number.isNaN(bytes) || start + bytes > raw.length) {
      throw dataError("data/format", place, "the chunked body breaks off");
    }
    if (bytes === 0) {
      // Trailers, if any, up to the empty line that ends the message.
      const end = raw.indexOf(HEAD_END, lineEnd);
      return { body: Buffer.concat(parts), rest: raw.subarray(end < 0 ? start : end + 4) };
    }
    parts.push(raw.subarray(start, start + bytes));
    at = start + bytes + 2;
  }
}
