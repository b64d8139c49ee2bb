import { InfergateError } from "../errors";
import type { Exchange, HttpClient, HttpFailure, HttpRequest } from "../http/types";

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

/** @param request which of many questions was refused, where only that one may be closed */
export function refusedCredentials(
  client: HttpClient,
  status: number,
  request?: HttpRequest,
): InfergateError {
  const to = request ? ` to ${request.method} ${request.path || "/"}` : "";
  return new InfergateError(
    "endpoint/credentials",
    `${client.url} wants credentials (status ${status}${to}); nothing was measured`,
    "Give the `token` input of the action, or endpoint.auth in the config.",
  );
}

/** What came of a question, for a message, e.g. "GET /v1/models answered 301". */
export function describeOutcome({ method, path }: HttpRequest, exchange: Exchange): string {
  const asked = `${method} ${path || "/"}`;
  return exchange.ok
    ? `${asked} answered ${exchange.answer.status}`
    : `${asked} failed: ${exchange.failure.message}`;
}
