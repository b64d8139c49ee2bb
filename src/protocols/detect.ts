import { InfergateError } from "../errors";
import { displayUrl } from "../http/base-url";
import type { HttpAnswer, HttpClient, HttpFailure, HttpRequest } from "../http/types";
import { brokenEndpoint, refusedCredentials } from "./refusals";
import { ADAPTERS } from "./registry";
import type { ProtocolAdapter } from "./types";

export interface Detection {
  protocol: string;
  evidence: string[];
}

/**
 * Finds the protocol by the shape of what the endpoint answers, protocol by protocol in the order of
 * the registry. Never guesses: where nothing is recognised, or two protocols are, it says what was
 * seen and asks.
 *
 * @param model as the config or the URL names it; some servers only answer about a model they know
 * @param first those to which the URL's route belongs: a server of both KServe protocols speaks both
 */
export async function detectProtocol(
  client: HttpClient,
  model: string | null,
  signal: AbortSignal,
  first: readonly string[] = [],
): Promise<Detection> {
  const seen = new Map<string, HttpAnswer>();
  const all = Object.values(ADAPTERS);
  const isFirst = ({ name }: ProtocolAdapter) => first.includes(name);
  const inOrder = [...all.filter(isFirst), ...all.filter((adapter) => !isFirst(adapter))];
  for (const adapter of inOrder) {
    for (const { requests, recognise } of adapter.signs(model)) {
      const answers: HttpAnswer[] = [];
      for (const request of requests) answers.push(await look(client, request, seen, signal));
      const evidence = recognise(...answers);
      if (evidence === null) continue;
      const others = recogniseFrom(seen, model, adapter.name);
      if (others.length > 0)
        throw twoProtocols(client, [`${adapter.name}: ${evidence}`, ...others]);
      return { protocol: adapter.name, evidence: [evidence] };
    }
  }
  throw nothingRecognised(client, seen);
}

async function look(
  client: HttpClient,
  request: HttpRequest,
  seen: Map<string, HttpAnswer>,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const known = seen.get(keyOf(request));
  if (known) return known;
  const exchange = await client.send(request, { signal });
  if (!exchange.ok) throw unanswered(client, request, exchange.failure);
  const { answer } = exchange;
  // To look on would be to guess: what else answers may be another protocol of the same server.
  if (answer.status === 401 || answer.status === 403) {
    throw refusedCredentials(client, answer.status, request);
  }
  seen.set(keyOf(request), answer);
  return answer;
}

/** Other protocols that the answers so far show, too. */
function recogniseFrom(
  seen: ReadonlyMap<string, HttpAnswer>,
  model: string | null,
  found: string,
): string[] {
  return Object.values(ADAPTERS).flatMap(({ name, signs }) => {
    if (name === found) return [];
    for (const { requests, recognise } of signs(model)) {
      const answers = requests.map((request) => seen.get(keyOf(request)));
      if (answers.includes(undefined)) continue;
      const evidence = recognise(...(answers as HttpAnswer[]));
      if (evidence !== null) return [`${name}: ${evidence}`];
    }
    return [];
  });
}

function keyOf({ method, path }: HttpRequest): string {
  return `${method} ${path || "/"}`;
}

function twoProtocols(client: HttpClient, found: readonly string[]): InfergateError {
  return new InfergateError(
    "config/ambiguous-protocol",
    `${client.url} could speak more than one protocol: ${found.join("; ")}`,
    "Say which: endpoint: { protocol: NAME }",
  );
}

/** A server that keeps silent on a path that it does not know can be gated, once its protocol is said. */
function unanswered(
  client: HttpClient,
  request: HttpRequest,
  failure: HttpFailure,
): InfergateError {
  const error = brokenEndpoint(client, request, failure);
  return error.family === "answer"
    ? new InfergateError(
        error.code,
        error.message,
        "If only this path is silent, say the protocol: endpoint: { protocol: NAME }",
      )
    : error;
}

function nothingRecognised(
  client: HttpClient,
  seen: ReadonlyMap<string, HttpAnswer>,
): InfergateError {
  const told = [...seen].map(
    ([what, answer]) =>
      `${what} answered ${answer.status}${isHtmlPage(answer) ? " with an HTML page" : ""}`,
  );
  const answers = [...seen.values()];
  const targets = [...seen].map(([what, answer]) => redirectTarget(client, what, answer));
  const [target] = targets;
  if (target && !targets.includes(null)) {
    return new InfergateError(
      "config/redirected",
      `${client.url} redirects to ${target}, and redirects are not followed: ${told.join("; ")}`,
      `Credentials must go nowhere else by themselves. If it is right, give the address under ${new URL(target).origin} as the URL.`,
    );
  }
  if (answers.some((answer) => answer.status >= 500) || answers.every(isHtmlPage)) {
    return new InfergateError(
      "answer/not-inference",
      `${client.url} does not answer as an inference server: ${told.join("; ")}`,
      "Is the server up, and is this its address? If it speaks JSON of its own, set protocol: http.",
    );
  }
  return new InfergateError(
    "config/unknown-protocol",
    `the protocol of ${client.url} could not be recognised: ${told.join("; ")}`,
    `Name it (endpoint: { protocol: NAME }, one of ${Object.keys(ADAPTERS).join(", ")}), or say how to call it: endpoint: { protocol: http, request: { path: /predict, body: { features: '{{row}}' } }, response: '$.prediction' }`,
  );
}

/** Where an answer leads, without a query, which may hold a key; null where it is no redirect. */
function redirectTarget(client: HttpClient, asked: string, answer: HttpAnswer): string | null {
  const { location } = answer.headers;
  const from = client.url + asked.slice(asked.indexOf(" ") + 1);
  if (answer.status < 300 || answer.status > 399 || location === undefined) return null;
  return URL.canParse(location, from) ? displayUrl(new URL(location, from)).slice(0, 200) : null;
}

function isHtmlPage(answer: HttpAnswer): boolean {
  const html = /text\/html/i.test(answer.headers["content-type"] ?? "");
  return html && answer.status >= 200 && answer.status < 300;
}
