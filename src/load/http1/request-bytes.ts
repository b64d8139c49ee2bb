import { parseBaseUrl } from "../../http/base-url";
import type { PreparedRequest } from "../../http/prepare";

/**
 * A request as it goes on the wire, head and body in one piece: it is sent a thousand times and made
 * once. Names and values were checked when it was prepared.
 */
export function requestBytes({ origin, path, method, headers, body }: PreparedRequest): Buffer {
  const given = Object.entries({ host: parseBaseUrl(origin).host, ...headers });
  const lines = [
    `${method} ${path} HTTP/1.1`,
    ...given.map(([name, value]) => `${name}: ${value}`),
    "connection: keep-alive",
    // A method that expects a body says even of none how long it is (RFC 9110, 8.6).
    ...(body !== null || method === "POST" ? [`content-length: ${body?.length ?? 0}`] : []),
  ];
  const head = Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
  return body === null ? head : Buffer.concat([head, body]);
}
