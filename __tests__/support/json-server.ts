import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { SmallServer } from "./small-v2-server";

export interface JsonRequest {
  path: string;
  /** The parsed body. */
  body: unknown;
  /** POSTs so far, this one among them. */
  count: number;
}

/** What to answer: JSON with status 200, or a status of its own. */
export type JsonAnswer = { json: unknown } | { status: number; json: unknown };

/** A server of nobody's protocol: every POST gets what `answer` says, every GET an empty object. */
export async function startJsonServer(
  answer: (request: JsonRequest) => JsonAnswer | Promise<JsonAnswer>,
): Promise<SmallServer> {
  let count = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString("utf8");
    const given =
      request.method === "POST"
        ? await answer({
            path: request.url ?? "",
            body: JSON.parse(text || "null"),
            count: ++count,
          })
        : { json: {} };
    response.writeHead("status" in given ? given.status : 200, {
      "content-type": "application/json",
    });
    response.end(JSON.stringify(given.json));
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
