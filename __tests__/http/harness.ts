import { type AddressInfo, createServer, type LookupFunction } from "node:net";
import { type ClientOptions, createHttpClient } from "../../src/http/client";
import type {
  Exchange,
  HttpAnswer,
  HttpClient,
  HttpFailure,
  HttpRequest,
  HttpTarget,
} from "../../src/http/types";

const opened: { close(): Promise<void> }[] = [];

/** Everything opened in a test is closed after it, clients before servers. */
export function track<T extends { close(): Promise<void> }>(thing: T): T {
  opened.push(thing);
  return thing;
}

afterEach(async () => {
  for (const thing of opened.splice(0).reverse()) await thing.close();
});

/** No proxies of the machine that runs the tests, and time enough for a busy one. */
export function targetOf(url: string, given: Partial<HttpTarget> = {}): HttpTarget {
  return {
    url,
    auth: null,
    allowedHosts: "any",
    timeoutMs: 20_000,
    ...given,
    network: { environment: {}, ...given.network },
  };
}

export function clientOf(
  url: string,
  given: Partial<HttpTarget> = {},
  options: ClientOptions = {},
): HttpClient {
  return track(createHttpClient(targetOf(url, given), options));
}

/** A resolver that knows one answer. */
export const resolveTo =
  (...addresses: string[]): LookupFunction =>
  (_name, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );

export const get = (path = ""): HttpRequest => ({ method: "GET", path, headers: {}, body: null });

export const post = (path: string, body: string | Buffer): HttpRequest => ({
  method: "POST",
  path,
  headers: { "content-type": "application/json" },
  body: Buffer.from(body),
});

export function answerOf(exchange: Exchange): HttpAnswer {
  if (!exchange.ok) throw new Error(`${exchange.failure.kind}: ${exchange.failure.message}`);
  return exchange.answer;
}

export function failureOf(exchange: Exchange): HttpFailure {
  if (exchange.ok) throw new Error(`answered with ${exchange.answer.status}`);
  return exchange.failure;
}

/** A loopback port where nothing listens. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
