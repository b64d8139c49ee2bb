import { createHttpClient } from "../http/client";
import type { HttpTarget } from "../http/types";
import { type QueryAnswer, readQueryAnswer } from "./query-answer";

/** A server that queries are asked of. */
export interface PrometheusClient {
  /** Its value at one time, seconds since 1970. */
  at(query: string, timeS: number, signal: AbortSignal): Promise<QueryAnswer>;
  /** Its values from one time to another, `stepS` apart. */
  over(query: string, range: QueryRange, signal: AbortSignal): Promise<QueryAnswer>;
  readonly sent: number;
  close(): Promise<void>;
}

export interface QueryRange {
  startS: number;
  endS: number;
  stepS: number;
}

const TIMEOUT_MS = 30_000;

/** Credentials go to the server's own host alone, and only where that may have them. */
export function openPrometheus(
  target: Pick<HttpTarget, "url" | "auth" | "allowedHosts">,
): PrometheusClient {
  const client = createHttpClient({ ...target, timeoutMs: TIMEOUT_MS }, { connections: 1 });

  async function ask(
    path: string,
    parameters: Record<string, string>,
    signal: AbortSignal,
  ): Promise<QueryAnswer> {
    const search = new URLSearchParams(parameters);
    const request = {
      method: "GET",
      path: `/api/v1/${path}?${search}`,
      headers: { accept: "application/json" },
      body: null,
    } as const;
    const exchange = await client.send(request, { signal });
    if (!exchange.ok) {
      return {
        ok: false,
        isEmpty: false,
        message: `it gave no answer: ${exchange.failure.message}`,
      };
    }
    const { status, body } = exchange.answer;
    const answer = readQueryAnswer(body.toString());
    // A refused query says why in its body; what is no answer of Prometheus says it by its status.
    return answer.ok || answer.isEmpty || status === 200 || answer.message.startsWith("it refused")
      ? answer
      : { ...answer, message: `it answered with status ${status}` };
  }

  return {
    at: (query, timeS, signal) => ask("query", { query, time: `${timeS}` }, signal),
    over: (query, { startS, endS, stepS }, signal) =>
      ask("query_range", { query, start: `${startS}`, end: `${endS}`, step: `${stepS}` }, signal),
    get sent() {
      return client.sent;
    },
    close: () => client.close(),
  };
}
