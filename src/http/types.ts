/** A request as an adapter writes it: relative to the endpoint's base URL, without credentials. */
export interface HttpRequest {
  method: "GET" | "POST" | "OPTIONS";
  /** Appended to the base URL's path; starts with "/", may be "" for the base URL itself. */
  path: string;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: Buffer | null;
}

export interface HttpAnswer {
  status: number;
  /** Lower-case names; a repeated header is joined with ", ". */
  headers: Record<string, string>;
  /** Decompressed. */
  body: Buffer;
  /** Milliseconds from sending to the first byte of the head, and to the end of the body. */
  firstByteMs: number;
  durationMs: number;
}

/**
 * Why there is no answer. The first group means that the endpoint was never reached (verdict `error`),
 * the second that it was reached and did not answer properly (verdict `fail`).
 */
export type UnreachedKind =
  | "dns"
  | "refused"
  | "unreachable"
  | "tls"
  | "connect-timeout"
  | "forbidden-address";
export type BrokenKind =
  | "timeout"
  | "reset"
  | "invalid-http"
  | "too-large"
  | "bad-encoding"
  | "aborted";
export type FailureKind = UnreachedKind | BrokenKind;

export interface HttpFailure {
  kind: FailureKind;
  reached: boolean;
  /** A sentence for people, without a trailing stop, e.g. "no answer within 5 s". */
  message: string;
  durationMs: number;
}

/** Timeouts and resets are outcomes to be counted, not exceptions. */
export type Exchange = { ok: true; answer: HttpAnswer } | { ok: false; failure: HttpFailure };

export interface SendOptions {
  timeoutMs?: number;
  signal?: AbortSignal;
}

export interface HttpClient {
  /** Base URL without credentials, for messages. */
  readonly url: string;
  /** Requests sent so far. */
  readonly sent: number;
  send(request: HttpRequest, options?: SendOptions): Promise<Exchange>;
  close(): Promise<void>;
}
