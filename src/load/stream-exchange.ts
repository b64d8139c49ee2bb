import type { Arrival } from "../http/types";
import { type ExchangeObserver, HttpExchange, type RawAnswer } from "./http-exchange";

/**
 * A request whose answer is asked for as a stream: it also notes when each piece came, and no more. A
 * class of its own, so that answers which come whole cost what they did.
 */
export class StreamExchange extends HttpExchange {
  private readonly arrivals: Arrival[] = [];

  /** @param clock milliseconds since the request was due */
  constructor(
    index: number,
    observer: ExchangeObserver,
    maxAnswerBytes: number,
    private readonly clock: () => number,
  ) {
    super(index, observer, maxAnswerBytes);
  }

  override onData(chunk: Buffer): boolean {
    const atMs = this.clock();
    const wanted = super.onData(chunk);
    this.arrivals.push({ atMs, bytes: this.progress.received });
    return wanted;
  }

  protected override answer(): RawAnswer {
    return { ...super.answer(), arrivals: this.arrivals };
  }
}
