import type { ExchangeObserver, SentRequest } from "../transport/transport";

/** One request on its way, and who wants to know. */
export class Http1Exchange implements SentRequest {
  /** Where it is now; null once it is over. */
  connection: { giveUp(): void } | null = null;

  constructor(
    /** Which of the transport's requests. */
    readonly request: number,
    readonly index: number,
    readonly observer: ExchangeObserver,
  ) {}

  cancel(): void {
    this.connection?.giveUp();
  }
}
