import type { Dispatcher } from "undici";
import { BrokenExchangeError, describeBytes } from "./broken-exchange";
import type { Connections } from "./dispatcher";
import type { PreparedRequest } from "./prepare";
import type { Arrival } from "./types";

/** How far an exchange came; what a failure means depends on it. */
export interface Progress {
  phase: "connecting" | "written" | "head" | "body";
  /** Bytes of the body so far, as they came over the wire. */
  received: number;
  /** `content-length`, null where the answer has none. */
  declared: number | null;
}

/** An answer with its body still encoded. Milliseconds count from the writing of the request. */
export interface WireAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  arrivals: Arrival[];
  firstByteMs: number;
  durationMs: number;
}

export type Attempt =
  | { ok: true; answer: WireAnswer }
  /** `partial` is what had come of an answer that broke off within its body, else null. */
  | { ok: false; error: Error; progress: Progress; partial: WireAnswer | null };

/**
 * Sends one request once. `cancel` ends it at any moment, with its reason as the error; the body is
 * held up to `maxBodyBytes` and the exchange ended where it is longer.
 */
export function attemptExchange(
  dispatcher: Pick<Connections, "dispatch">,
  request: PreparedRequest,
  maxBodyBytes: number,
  cancel: AbortSignal,
): Promise<Attempt> {
  return new Promise((resolve) => {
    const progress: Progress = { phase: "connecting", received: 0, declared: null };
    const chunks: Buffer[] = [];
    const arrivals: Arrival[] = [];
    const head = { status: 0, headers: {} as Record<string, string> };
    let controller: Dispatcher.DispatchController | null = null;
    let writtenAt = 0;
    let firstByteAt: number | null = null;

    const settle = (attempt: Attempt) => {
      cancel.removeEventListener("abort", onCancel);
      resolve(attempt);
    };
    const answerSoFar = (): WireAnswer => ({
      ...head,
      body: Buffer.concat(chunks),
      arrivals,
      firstByteMs: (firstByteAt ?? performance.now()) - writtenAt,
      durationMs: performance.now() - writtenAt,
    });
    const fail = (error: Error) => {
      const partial = progress.phase === "body" ? answerSoFar() : null;
      settle({ ok: false, error, progress: { ...progress }, partial });
    };
    const onCancel = () => {
      fail(cancel.reason);
      controller?.abort(cancel.reason);
    };
    const capBody = (bytes: number) => {
      if (bytes <= maxBodyBytes) return;
      const message = `the body of the answer is larger than ${describeBytes(maxBodyBytes)}`;
      controller?.abort(new BrokenExchangeError("too-large", message));
    };

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        if (cancel.aborted) return started.abort(cancel.reason);
        controller = started;
        progress.phase = "written";
        writtenAt = performance.now();
      },
      onResponseStarted() {
        firstByteAt ??= performance.now();
        if (progress.phase === "written") progress.phase = "head";
      },
      onResponseStart(_controller, status, headers) {
        if (status < 200) return; // interim answers (RFC 9110, 15.2) are not the answer
        head.status = status;
        head.headers = joinHeaders(headers);
        progress.phase = "body";
        progress.declared = parseLength(head.headers["content-length"]);
        capBody(progress.declared ?? 0);
      },
      onResponseData(_controller, chunk) {
        progress.received += chunk.length;
        chunks.push(chunk);
        arrivals.push({ atMs: performance.now() - writtenAt, bytes: progress.received });
        capBody(progress.received);
      },
      onResponseEnd() {
        settle({ ok: true, answer: answerSoFar() });
      },
      onResponseError(_controller, error) {
        fail(error);
      },
    };

    if (cancel.aborted) return fail(cancel.reason);
    cancel.addEventListener("abort", onCancel, { once: true });
    dispatcher.dispatch(request, handler);
  });
}

/** `Object.fromEntries` defines even "__proto__" as a plain property. */
function joinHeaders(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
}

function parseLength(text: string | undefined): number | null {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
}
