import type { Row } from "../../src/data/types";
import { createHttpClient } from "../../src/http/client";
import { openEndpoint } from "../../src/protocols/open-endpoint";
import { readUrl } from "../../src/protocols/read-url";
import type { Answer, ModelBinding } from "../../src/protocols/types";
import { parse } from "../config/parse";
import { type Reply, type Seen, serve } from "./servers/json-server";

export interface Opened {
  model: ModelBinding;
  /** Asks with these rows and reads the answer; throws what is wrong with it. */
  ask(rows: readonly Row[]): Promise<Answer[]>;
}

/**
 * Opens a server that answers every request by one function, and hands what was opened to `use`.
 *
 * @param endpoint the inside of the map `endpoint` but for its URL, e.g. "protocol: tgi"
 * @param path what follows the server's address in the URL
 */
export async function withEndpoint<T>(
  endpoint: string,
  answer: (seen: Seen) => Reply,
  use: (opened: Opened) => Promise<T>,
  path = "",
): Promise<T> {
  const open: { close(): Promise<void> }[] = [];
  try {
    const server = await serve(answer);
    open.push(server);
    const { config } = parse(`endpoint: { url: "${server.url}${path}", ${endpoint} }\n`);
    const { http, protocol, url, auth } = config.endpoint;
    const reading = readUrl(url, http === null ? protocol : "http");
    const client = createHttpClient({
      url: reading.base,
      auth,
      allowedHosts: "any",
      timeoutMs: 5000,
    });
    open.push(client);
    const model = await openEndpoint({
      captured: false,
      client,
      config: config.endpoint,
      reading,
      features: null,
      signal: new AbortController().signal,
    });
    return await use({
      model,
      async ask(rows) {
        const exchange = await client.send(model.encode(rows));
        if (!exchange.ok) throw new Error(exchange.failure.message);
        return model.decode(exchange.answer, rows.length);
      },
    });
  } finally {
    await Promise.all(open.map((one) => one.close()));
  }
}
