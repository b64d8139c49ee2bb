import type { Row } from "../data/types";
import { asInfergateError, InfergateError } from "../errors";
import type { Exchange, HttpAnswer, HttpFailure, HttpRequest } from "../http/types";
import { brokenEndpoint, refusedCredentials } from "../protocols/refusals";
import type { Answer, EncodeOptions } from "../protocols/types";
import { readEvents } from "../streams/read-events";
import { type TokenTiming, timeTokens } from "../streams/token-timing";
import type { Endpoint } from "./types";

/** One question to an endpoint and what came of it; what went wrong is an outcome, not an exception. */
export interface Asked {
  request: HttpRequest;
  exchange: Exchange;
  /** One a row, null where there is no good answer. */
  answers: Answer[] | null;
  /** Of a good answer that was asked for as a stream, else null. */
  timing: TokenTiming | null;
  problem: InfergateError | null;
}

/** @throws InfergateError where it lets nobody in: nothing can be told about it, and that is not the model's fault */
export async function ask(
  endpoint: Endpoint,
  rows: readonly Row[],
  signal: AbortSignal,
  options: EncodeOptions = {},
): Promise<Asked> {
  const asked = await askLetIn(endpoint, rows, signal, options);
  const { exchange } = asked;
  if (exchange.ok && NOT_LET_IN.has(exchange.answer.status)) {
    throw refusedCredentials(endpoint.client, exchange.answer.status);
  }
  return asked;
}

const NOT_LET_IN: ReadonlySet<number> = new Set([401, 403]);

/** Asks an endpoint that has let the run in before: a refusal is then of this very request. */
export async function askLetIn(
  endpoint: Endpoint,
  rows: readonly Row[],
  signal: AbortSignal,
  options: EncodeOptions = {},
): Promise<Asked> {
  const { client, model } = endpoint;
  const request = model.encode(rows, options);
  const exchange = await client.send(request, { signal, timeoutMs: endpoint.timeoutMs });
  const failed = { request, exchange, answers: null, timing: null };
  if (!exchange.ok) {
    const problem = brokenEndpoint(client, request, exchange.failure);
    return {
      ...failed,
      problem: options.stream ? whereBroken(problem, exchange.failure) : problem,
    };
  }
  try {
    const read = options.stream ? readStreamed : readWhole;
    return { request, exchange, problem: null, ...read(endpoint, exchange.answer, rows.length) };
  } catch (error) {
    return { ...failed, problem: asInfergateError(error) };
  }
}

type Read = Pick<Asked, "answers" | "timing">;

function readWhole({ model }: Endpoint, answer: HttpAnswer, rows: number): Read {
  return { answers: model.decode(answer, rows), timing: null };
}

function readStreamed({ model }: Endpoint, answer: HttpAnswer): Read {
  if (!model.decodeStream) throw new RangeError(`${model.protocol} has no streams`);
  const reading = model.decodeStream(answer);
  return { answers: [reading.answer], timing: timeTokens(reading) };
}

/** A stream that breaks off is another fault than one that never began. */
function whereBroken(problem: InfergateError, { partial }: HttpFailure): InfergateError {
  if (!partial) return problem;
  const { events } = readEvents(partial.body, partial.arrivals ?? []);
  const [first] = events;
  const since = first ? `, the first after ${Math.round(first.atMs)} ms` : "";
  return new InfergateError(
    problem.code,
    `${problem.message}; the stream broke off after ${events.length} events${since}`,
    problem.hint,
  );
}
