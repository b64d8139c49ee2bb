import type { Dispatcher } from "undici";
import type { Progress } from "../http/attempt";
import { BrokenExchangeError, describeBytes } from "../http/broken-exchange";
import type { Arrival } from "../http/types";

/** An answer as it came over the wire: names and values of the head in turn, the body still encoded. */
export interface RawAnswer {
  status: number;
  headers: Buffer[];
  body: Buffer;
  /** When which part of the body came, of answers that were asked for as streams. */
  arrivals?: readonly Arrival[];
}

/** Who is told how a request fares; called on the hot path, so without allocation. */
export interface ExchangeObserver {
  written(index: number): void;
  firstByte(index: number): void;
  answered(index: number, answer: RawAnswer): void;
  failed(index: number, error: Error, progress: Progress): void;
}

/**
 * One request of the load, for undici's `dispatch`. It uses the older of undici's two handler
 * interfaces, because that one hands over the head unparsed and the head is seldom needed: an answer
 * is first compared byte by byte.
 */
export class HttpExchange implements Dispatcher.DispatchHandler {
  private abort: ((error?: Error) => void) | null = null;
  private cancelled = false;
  protected readonly progress: Progress = { phase: "connecting", received: 0, declared: null };
  private status = 0;
  private headers: Buffer[] = [];
  private readonly chunks: Buffer[] = [];

  constructor(
    private readonly index: number,
    private readonly observer: ExchangeObserver,
    private readonly maxAnswerBytes: number,
  ) {}

  /** Ends it without a word to the observer: whoever cancels knows. */
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
    this.progress.received += chunk.length;
    if (this.progress.received > this.maxAnswerBytes) {
      const limit = describeBytes(this.maxAnswerBytes);
      const message = `the body of the answer is larger than ${limit}`;
      this.abort?.(new BrokenExchangeError("too-large", message));
      return false;
    }
    this.chunks.push(chunk);
    return true;
  }

  onComplete(): void {
    if (!this.cancelled) this.observer.answered(this.index, this.answer());
  }

  protected answer(): RawAnswer {
    const [first] = this.chunks;
    const body = first && this.chunks.length === 1 ? first : Buffer.concat(this.chunks);
    return { status: this.status, headers: this.headers, body };
  }

  onError(error: Error): void {
    if (!this.cancelled) this.observer.failed(this.index, error, this.progress);
  }
}
