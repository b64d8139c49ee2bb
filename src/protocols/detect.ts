import { InfergateError } from "../errors";
import type { HttpAnswer, HttpClient, HttpFailure, HttpRequest } from "../http/types";
import { getRequest, isObject, tryParseJson } from "./json-body";

export interface Detection {
  protocol: string;
  evidence: string[];
}

interface DetectionRule {
  protocol: string;
  request: HttpRequest;
  /** What in this answer shows the protocol, null where nothing does. The shape decides, never the status alone. */
  recognise(answer: HttpAnswer): string | null;
}

/** In order; GET only, so that looking changes nothing. */
const RULES: readonly DetectionRule[] = [
  {
    protocol: "oip-v2",
    request: getRequest("/v2"),
    recognise(answer) {
      const body = answer.status === 200 ? tryParseJson(answer) : undefined;
      if (!isObject(body) || typeof body.name !== "string") return null;
      if (!Array.isArray(body.extensions) && typeof body.version !== "string") return null;
      return `GET /v2 answers server metadata: ${body.name} ${body.version ?? ""}`.trimEnd();
    },
  },
  {
    protocol: "oip-v2",
    request: getRequest("/v2/models"),
    recognise(answer) {
      const body = answer.status === 200 ? tryParseJson(answer) : undefined;
      return isObject(body) && Array.isArray(body.models)
        ? "GET /v2/models answers a list of models"
        : null;
    },
  },
];

/**
 * Finds the protocol by the shape of what the endpoint answers. Never guesses: where nothing is
 * recognised, it says what was seen and asks.
 */
export async function detectProtocol(client: HttpClient, signal: AbortSignal): Promise<Detection> {
  const seen: string[] = [];
  let broken = false;
  for (const rule of RULES) {
    const exchange = await client.send(rule.request, { signal });
    if (!exchange.ok) throw brokenEndpoint(client, rule.request, exchange.failure);
    const { answer } = exchange;
    const evidence = rule.recognise(answer);
    if (evidence !== null) return { protocol: rule.protocol, evidence: [evidence] };
    if (answer.status === 401 || answer.status === 403)
      throw refusedCredentials(client, answer.status);
    broken ||= answer.status >= 500 || isHtmlPage(answer);
    seen.push(
      `GET ${rule.request.path} answered ${answer.status}${isHtmlPage(answer) ? " with an HTML page" : ""}`,
    );
  }
  if (broken) {
    throw new InfergateError(
      "answer/not-inference",
      `${client.url} does not answer as an inference server: ${seen.join("; ")}`,
      "Is the server up, and is this its address? If it speaks JSON of its own, set protocol: http.",
    );
  }
  throw new InfergateError(
    "config/unknown-protocol",
    `the protocol of ${client.url} could not be recognised: ${seen.join("; ")}`,
    "Say how to call it: endpoint: { protocol: http, request: { path: /predict, body: { features: '{{row}}' } }, response: '$.prediction' }",
  );
}

/** Never reached is `endpoint/…`; reached, and then silent or broken off, is `answer/…`. */
export function brokenEndpoint(
  client: HttpClient,
  request: HttpRequest,
  failure: HttpFailure,
): InfergateError {
  return failure.reached
    ? new InfergateError(
        `answer/${failure.kind}`,
        `${client.url} was reached, but ${request.method} ${request.path || "/"} failed: ${failure.message}`,
      )
    : new InfergateError(
        `endpoint/${failure.kind}`,
        `${client.url} was not reached: ${failure.message}`,
        "Check the address, and that the server is up before the gate runs.",
      );
}

export function refusedCredentials(client: HttpClient, status: number): InfergateError {
  return new InfergateError(
    "endpoint/credentials",
    `${client.url} wants credentials (status ${status}); nothing was measured`,
    "Give the `token` input of the action, or endpoint.auth in the config.",
  );
}

function isHtmlPage(answer: HttpAnswer): boolean {
  const html = /text\/html/i.test(answer.headers["content-type"] ?? "");
  return html && answer.status >= 200 && answer.status < 300;
}
