import type { LookupFunction } from "node:net";
import type { AuthConfig } from "../config/types";

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
  /** When which part of the body came; left out where the body was compressed. */
  arrivals?: readonly Arrival[];
}

/** One piece of a body as the network gave it. */
export interface Arrival {
  /** Milliseconds from sending. */
  atMs: number;
  /** Bytes of the body up to and with this piece. */
  bytes: number;
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
  /** What had come of an answer whose body broke off; left out where nothing had. */
  partial?: HttpAnswer;
}

/** Timeouts and resets are outcomes to be counted, not exceptions. */
export type Exchange = { ok: true; answer: HttpAnswer } | { ok: false; failure: HttpFailure };

/** One endpoint to talk to: where, with which credentials, and under which rules. */
export interface HttpTarget {
  /** Base URL as the user wrote it: http or https, no credentials; path and query are kept. */
  url: string;
  auth: AuthConfig | null;
  /** Hosts that the workflow named ("host" or "host:port"); credentials go to no other. */
  allowedHosts: readonly string[] | "any";
  /** Deadline of one exchange, milliseconds. */
  timeoutMs: number;
  /** How the network is reached; left out, the process's own environment and resolver. */
  network?: NetworkOptions;
}

export interface NetworkOptions {
  /** Where HTTP_PROXY, HTTPS_PROXY and NO_PROXY are read. Default: the process's environment. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** Name resolution. Default: the system's. Its answers are judged by the target policy. */
  lookup?: LookupFunction;
  /** Certificates (PEM) to trust instead of the system's. NODE_EXTRA_CA_CERTS adds to those. */
  ca?: string;
}

export interface SendOptions {
  timeoutMs?: number;
  signal?: AbortSignal;
}

export interface HttpClient {
  /** What it talks to: for those who need a connection pool of their own, as the load generator. */
  readonly target: HttpTarget;
  /** Base URL without credentials, for messages. */
  readonly url: string;
  /** Requests sent so far. */
  readonly sent: number;
  send(request: HttpRequest, options?: SendOptions): Promise<Exchange>;
  close(): Promise<void>;
}
