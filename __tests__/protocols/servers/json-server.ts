import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { ProtocolServer } from "../conformance";

export interface Seen {
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  body: Buffer;
  /** The body as JSON, undefined where it is none. */
  json: unknown;
}

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  /** An object is sent as JSON, text and bytes as they are. */
  body: unknown;
}

/** A server on a free loopback port that answers each request by one function. */
export async function serve(
  answer: (seen: Seen) => Reply | Promise<Reply>,
): Promise<ProtocolServer> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const url = new URL(request.url ?? "/", "http://loopback");
    const {
      status,
      headers = {},
      body: reply,
    } = await answer({
      method: request.method ?? "",
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body,
      json: tryParse(body),
    });
    const raw = typeof reply === "string" || Buffer.isBuffer(reply);
    response.writeHead(status, {
      "content-type": raw ? "text/plain; charset=utf-8" : "application/json",
      ...headers,
    });
    response.end(raw ? reply : JSON.stringify(reply));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function tryParse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}
