import type { Dispatcher } from "undici";
import type { Progress } from "../../http/attempt";
import { BrokenExchangeError, describeBytes } from "../../http/broken-exchange";
import type { Arrival } from "../../http/types";
import type { ExchangeObserver, RawAnswer, SentRequest, TransportLimits } from "./transport";

/**
 * Over HTTP/2, undici sends a request again whose connection was lost; here, it is lost with it. A call
 * over gRPC is said to begin when its connection stands, and again when it leaves.
 */
export type Beginning = "once" | "may-repeat";

/**
 * One request of the load, for `dispatch` as undici has it. It uses the older of undici's two handler
 * interfaces, because that one hands over the head unparsed and the head is seldom needed: an answer
 * is first compared byte by byte.
 */
export class DispatcherExchange implements Dispatcher.DispatchHandler, SentRequest {
  private abort: ((error?: Error) => void) | null = null;
  private cancelled = false;
  private readonly progress: Progress = { phase: "connecting", received: 0, declared: null };
  private status = 0;
  private headers: Buffer[] = [];
  private readonly chunks: Buffer[] = [];
  private readonly arrivals: Arrival[] = [];

  constructor(
    private readonly index: number,
    private readonly observer: ExchangeObserver,
    private readonly limits: TransportLimits,
    private readonly begin: Beginning,
  ) {}

  cancel(): void {
    this.cancelled = true;
    this.abort?.();
  }

  onConnect(abort: (error?: Error) => void): void {
    // Given up while it still waited for its connection.
    if (this.cancelled) {
      abort();
      return;
    }
    if (this.abort !== null && this.begin === "once") {
      abort(new ConnectionLostError());
      return;
    }
    this.abort = abort;
    this.progress.phase = "written";
    this.observer.written(this.index);
  }

  onResponseStarted(): void {
    if (this.progress.phase !== "written" || this.cancelled) return;
    this.progress.phase = "head";
    this.observer.firstByte(this.index);
  }

  onHeaders(status: number, headers: Buffer[]): boolean {
    if (status < 200) return true; // interim answers (RFC 9110, 15.2) are not the answer
    this.status = status;
    this.headers = headers;
    this.progress.phase = "body";
    return true;
  }

  onData(chunk: Buffer): boolean {
    const { maxAnswerBytes, streamClock } = this.limits;
    const atMs = streamClock?.() ?? 0;
    this.progress.received += chunk.length;
    if (this.progress.received > maxAnswerBytes) {
      const limit = describeBytes(maxAnswerBytes);
      const message = `the body of the answer is larger than ${limit}`;
      this.abort?.(new BrokenExchangeError("too-large", message));
      return false;
    }
    this.chunks.push(chunk);
    if (streamClock) this.arrivals.push({ atMs, bytes: this.progress.received });
    return true;
  }

  onComplete(): void {
    if (!this.cancelled) this.observer.answered(this.index, this.answer());
  }

  private answer(): RawAnswer {
    const { status, headers, chunks, arrivals } = this;
    const [first] = chunks;
    const body = first && chunks.length === 1 ? first : Buffer.concat(chunks);
    return { status, headers, body, ...(this.limits.streamClock ? { arrivals } : {}) };
  }

  onError(error: Error): void {
    if (!this.cancelled) this.observer.failed(this.index, error, this.progress);
  }
}

class ConnectionLostError extends Error {
  readonly code = "ECONNRESET";
}
