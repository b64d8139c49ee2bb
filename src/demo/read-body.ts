import type { IncomingMessage } from "node:http";
import { Refusal } from "./refusal";

const MOST_BYTES = 1024 * 1024;

/** The JSON text of a request: refused with 415 for another type or encoding, 413 above 1 MiB. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // A body that is too large is read to its end and dropped: an answer sent before that is lost with
  // many clients, which see a reset connection instead.
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MOST_BYTES) chunks.push(chunk);
  }
  requireJson(request);
  if (bytes > MOST_BYTES) throw new Refusal(413, `the body is larger than ${MOST_BYTES} bytes`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new Refusal(400, "the body is not valid UTF-8");
  }
}

function requireJson({ headers }: IncomingMessage): void {
  const [type = ""] = (headers["content-type"] ?? "").split(";");
  if (type.trim().toLowerCase() !== "application/json") {
    throw new Refusal(415, "the content type must be application/json");
  }
  if ((headers["content-encoding"] ?? "identity").toLowerCase() !== "identity") {
    throw new Refusal(415, "the body must not be compressed", { "accept-encoding": "identity" });
  }
}
