import { InfergateError } from "../errors";
import { type Attempt, attemptExchange, type Progress, type WireAnswer } from "./attempt";
import { displayUrl, parseBaseUrl, portOf } from "./base-url";
import { classifyFailure } from "./classify-failure";
import { DeadlineError, explainDeadline, interrupted, startDeadline } from "./deadline";
import { decodeBody } from "./decode-body";
import { createDispatcher } from "./dispatcher";
import { type Lane, Lanes } from "./lanes";
import { type PreparedRequest, prepareRequest } from "./prepare";
import { failedOnStaleConnection } from "./stale-connection";
import type { Exchange, HttpClient, HttpRequest, HttpTarget, SendOptions } from "./types";

export interface ClientOptions {
  /** Connections open at once; further requests wait, and their deadlines with them. */
  connections?: number;
  /** Largest body, on the wire and decompressed. */
  maxBodyBytes?: number;
}

const NOT_BEGUN: Progress = { phase: "connecting", received: 0, declared: null };

/**
 * A client of one target. `send` resolves to an Exchange whatever the network does; it throws only
 * InfergateError `config/…`, for what can never be sent. Redirects are answers and are not followed.
 */
export function createHttpClient(target: HttpTarget, options: ClientOptions = {}): HttpClient {
  const { connections = 16, maxBodyBytes = 16 * 1024 * 1024 } = options;
  const base = parseBaseUrl(target.url);
  const destination = { hostname: base.hostname, host: `${base.hostname}:${portOf(base)}` };
  // Wrong credentials, and hosts that may not get them, are told before anything is sent.
  prepareRequest(target, { method: "GET", path: "", headers: {}, body: null });
  const lanes = new Lanes(connections, (onConnect) =>
    createDispatcher(target, { connections: 1, onConnect }),
  );
  let sent = 0;
  let closed = false;

  async function exchange(
    lane: Lane,
    request: PreparedRequest,
    cancel: AbortSignal,
  ): Promise<Attempt> {
    const attempt = () => {
      sent += 1;
      return attemptExchange(lane.dispatcher, request, maxBodyBytes, cancel);
    };
    const first = await attempt();
    // Read afterwards: opening a connection on the way has reset the count.
    return failedOnStaleConnection(first, lane.completed, request.method) ? attempt() : first;
  }

  async function conclude(attempt: Attempt, durationMs: number): Promise<Exchange> {
    if (!attempt.ok) {
      const exchange = failure(attempt.error, attempt.progress, durationMs);
      const { partial } = attempt;
      if (partial && !isEncoded(partial)) exchange.failure.partial = partial;
      return exchange;
    }
    const { arrivals, ...answer } = attempt.answer;
    try {
      const encoding = answer.headers["content-encoding"];
      const body = await decodeBody(answer.body, encoding, maxBodyBytes);
      return {
        ok: true,
        answer: { ...answer, body, ...(isEncoded(answer) ? {} : { arrivals }) },
      };
    } catch (error) {
      return failure(error as Error, NOT_BEGUN, durationMs);
    }
  }

  function failure(error: Error, progress: Progress, durationMs: number): Exchange & { ok: false } {
    const cause =
      error instanceof DeadlineError
        ? explainDeadline(error.ms, progress, destination.host)
        : error;
    return {
      ok: false,
      failure: { ...classifyFailure(cause, progress, destination), durationMs },
    };
  }

  return {
    target,
    url: displayUrl(base),
    get sent() {
      return sent;
    },
    async send(request: HttpRequest, given: SendOptions = {}): Promise<Exchange> {
      if (closed) throw new InfergateError("internal/client-closed", "The HTTP client is closed");
      const prepared = prepareRequest(target, request);
      const lane = await lanes.acquire(given.signal);
      if (lane === null) return failure(interrupted(), NOT_BEGUN, 0);

      const startedAt = performance.now();
      const deadline = startDeadline(given.timeoutMs ?? target.timeoutMs, given.signal);
      const attempt = await exchange(lane, prepared, deadline.signal);
      deadline.stop();
      const durationMs = performance.now() - startedAt;

      if (mayBeClosing(attempt)) {
        lanes.discard(lane);
      } else {
        if (attempt.ok) lane.completed += 1;
        lanes.release(lane);
      }
      return conclude(attempt, durationMs);
    },
    async close() {
      if (closed) return;
      closed = true;
      await lanes.close();
    },
  };
}

/**
 * A connection that was never made; or one that the server may be about to close: after an unhandled
 * exception Uvicorn does so without a word, and the next request on it would be lost by no fault of
 * the model.
 */
function mayBeClosing(attempt: Attempt): boolean {
  return attempt.ok ? attempt.answer.status >= 500 : attempt.progress.phase === "connecting";
}

/** The offsets of a compressed body's pieces say nothing about the text in it. */
function isEncoded({ headers }: Pick<WireAnswer, "headers">): boolean {
  return (headers["content-encoding"] ?? "identity") !== "identity";
}
