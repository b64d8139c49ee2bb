import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { startModelServer } from "../../src/demo/server";

export interface HostileEndpoint {
  url: string;
  /** "authorization" of every request, "" where there was none. */
  authorizations: string[];
  close(): Promise<void>;
}

/**
 * A sound model server behind a front that talks to whoever reads the report: its name and its errors
 * carry `text`, and its errors give back the credentials that it was sent, plainly and in base64.
 */
export async function startHostileEndpoint(text: string): Promise<HostileEndpoint> {
  const model = await startModelServer({ role: "candidate", faults: [], seed: 1 });
  const authorizations: string[] = [];
  const front = createServer(async (request, response) => {
    const authorization = request.headers.authorization ?? "";
    authorizations.push(authorization);
    const body = await readAll(request);
    const { method = "GET", url = "/" } = request;
    const answer = await fetch(`http://127.0.0.1:${model.port}${url}`, {
      method,
      headers: { "content-type": request.headers["content-type"] ?? "application/json" },
      ...(method === "GET" ? {} : { body }),
    });
    const sound = await answer.text();
    const echo = `${text} ${authorization} ${Buffer.from(authorization).toString("base64")}`;
    const shown =
      answer.status >= 400
        ? JSON.stringify({ error: `Traceback (most recent call last): ${echo}` })
        : url === "/v2"
          ? JSON.stringify({ name: text, version: text, extensions: [] })
          : sound;
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(shown);
  });
  await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(front.address() as AddressInfo).port}`,
    authorizations,
    async close() {
      for (const server of [front, model.server]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
