import type { Row } from "../data/types";
import { asInfergateError, type InfergateError } from "../errors";
import type { Exchange, HttpFailure, HttpRequest } from "../http/types";
import { brokenEndpoint, refusedCredentials } from "../protocols/refusals";
import type { Answer } from "../protocols/types";
import type { Endpoint } from "./types";

/** One question to an endpoint and what came of it; what went wrong is an outcome, not an exception. */
export interface Asked {
  request: HttpRequest;
  exchange: Exchange;
  /** One a row, null where there is no good answer. */
  answers: Answer[] | null;
  problem: InfergateError | null;
}

export async function ask(
  endpoint: Endpoint,
  rows: readonly Row[],
  signal: AbortSignal,
  id?: string,
): Promise<Asked> {
  const request = endpoint.model.encode(rows, id === undefined ? {} : { id });
  const exchange = await endpoint.client.send(request, { signal, timeoutMs: endpoint.timeoutMs });
  if (!exchange.ok) {
    const problem = brokenEndpoint(endpoint.client, request, exchange.failure);
    return { request, exchange, answers: null, problem };
  }
  // Nothing can be told about an endpoint that lets nobody in; that is not the model's fault.
  const { status } = exchange.answer;
  if (status === 401 || status === 403) throw refusedCredentials(endpoint.client, status);
  try {
    const answers = endpoint.model.decode(exchange.answer, rows.length);
    return { request, exchange, answers, problem: null };
  } catch (error) {
    return { request, exchange, answers: null, problem: asInfergateError(error) };
  }
}

/** The failure of an exchange that brought no answer at all, null where one came. */
export function failureOf(exchange: Exchange): HttpFailure | null {
  return exchange.ok ? null : exchange.failure;
}
