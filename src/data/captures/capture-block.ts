import { isUtf8 } from "node:buffer";
import type { Block, LeftOut } from "../table";
import { CapturedRequest } from "./captured-request";
import { cleanBody, cleanPath } from "./credentials";
import { otherPurpose } from "./inference";

export const REQUEST_COLUMN = "request";

/** A request as a capture holds it. */
export interface Found {
  method: string;
  path: string;
  headers: readonly (readonly [name: string, value: string])[];
  /** Asked for only where the request is an inference. */
  body(): Buffer;
  /** When it was sent, milliseconds since any time at all; null where the capture does not say. */
  atMs: number | null;
}

/** Makes rows of a capture, one request after the other. */
export class CaptureRows {
  /** When the first request was sent that is a row. */
  private startMs: number | null = null;

  /** A request as a row without credentials; or, where it is no inference, as one left out. */
  toBlock({ method, path, headers, body, atMs }: Found): Block {
    const columns = [REQUEST_COLUMN];
    const other = otherPurpose(method, path);
    if (other !== null) {
      return { columns, rows: [], lines: [], leftOut: [{ as: "no inference", what: other }] };
    }
    const cleanedPath = cleanPath(path);
    const cleaned = clean(body(), headers);
    this.startMs ??= atMs;
    const offsetMs = atMs === null || this.startMs === null ? null : atMs - this.startMs;
    const request = new CapturedRequest(cleanedPath.text, headers, cleaned.bytes, offsetMs);
    const leftOut = [...cleanedPath.names, ...cleaned.names].map(
      (what): LeftOut => ({ as: "credentials", what }),
    );
    return { columns, rows: [[request]], lines: [], leftOut };
  }
}

/** Bytes that are no text are not looked into, and the others stay the same where nothing is found. */
function clean(bytes: Buffer, headers: Found["headers"]): { bytes: Buffer; names: string[] } {
  const given = new Map(headers.map(([name, value]) => [name.toLowerCase(), value]));
  // Its JSON has a length that stands in this header.
  const isFramed = given.has("inference-header-content-length");
  if (isFramed || !isUtf8(bytes)) return { bytes, names: [] };
  const { text, names } = cleanBody(bytes.toString("utf8"), given.get("content-type") ?? "");
  return { bytes: names.length === 0 ? bytes : Buffer.from(text), names };
}
