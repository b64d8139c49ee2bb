import type { Progress } from "./attempt";
import { BrokenExchangeError } from "./broken-exchange";
import { type Destination, FAILURE_CODES } from "./failure-codes";
import type { FailureKind } from "./types";

export type { Destination } from "./failure-codes";

export interface Classified {
  kind: FailureKind;
  reached: boolean;
  message: string;
}

const UNREACHED: ReadonlySet<FailureKind> = new Set<FailureKind>([
  "dns",
  "refused",
  "unreachable",
  "tls",
  "connect-timeout",
  "forbidden-address",
]);

/** An error of the network or of undici in the contract's words. */
export function classifyFailure(
  error: Error,
  progress: Progress,
  destination: Destination,
): Classified {
  const [kind, message] = classify(error, progress, destination);
  return { kind, reached: !UNREACHED.has(kind), message };
}

function classify(error: Error, progress: Progress, at: Destination): [FailureKind, string] {
  if (error instanceof BrokenExchangeError) return [error.kind, error.message];
  const code = codeOf(error);
  const rule = Object.hasOwn(FAILURE_CODES, code) ? FAILURE_CODES[code] : undefined;
  if (rule !== undefined) return [rule[0], rule[1](at, error)];
  if (error.message.startsWith("Proxy Authentication Required")) {
    return ["unreachable", `the proxy on the way to ${at.host} asks for credentials (407)`];
  }
  if (isHandshake(error, code, progress)) {
    return ["tls", `the TLS handshake with ${at.host} failed (${code})`];
  }
  return progress.phase === "connecting"
    ? classifyConnecting(code, at)
    : classifyBroken(error, code, progress, at);
}

function classifyConnecting(code: string, { host }: Destination): [FailureKind, string] {
  if (code === "ETIMEDOUT") return ["connect-timeout", `no connection to ${host} (ETIMEDOUT)`];
  if (code === "ECONNRESET") {
    return ["unreachable", `${host} closed the connection before the request was sent`];
  }
  return ["unreachable", `no connection to ${host} could be made (${code})`];
}

function classifyBroken(
  error: Error,
  code: string,
  progress: Progress,
  { host }: Destination,
): [FailureKind, string] {
  if (isNotHttp(error, code, progress)) {
    return ["invalid-http", `the answer of ${host} is not HTTP/1.1 (${explainSyntax(error)})`];
  }
  const { received, declared } = progress;
  const where = {
    connecting: "",
    written: "before any answer",
    head: "in the head of the answer",
    body: `in the body of the answer, after ${received}${declared === null ? "" : ` of ${declared}`} bytes`,
  }[progress.phase];
  return ["reset", `${host} closed the connection ${where}`];
}

/** The parser names no code, only a reason in brackets; an end before the end is a reset to us. */
function isNotHttp(error: Error, code: string, progress: Progress): boolean {
  if (error.name === "HTTPParserError") return !error.message.includes("Invalid EOF state");
  // undici reports any syntax error after a content-length header under this code.
  if (code === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH") return progress.phase !== "body";
  return Object.hasOwn(UNINVITED, error.message);
}

const UNINVITED: Readonly<Record<string, string>> = {
  "bad response": "100 Continue was not asked for",
  "bad upgrade": "a change of protocol was not asked for",
};

function explainSyntax({ message }: Error): string {
  return UNINVITED[message] ?? /\(([^)]*)\)$/.exec(message)?.[1] ?? "malformed head";
}

/**
 * TLS 1.3 lets a client write before the server refuses it, for want of a certificate say. An end in
 * the middle of the handshake carries no code of its own and is known by Node's text alone.
 */
function isHandshake({ message }: Error, code: string, { phase }: Progress): boolean {
  const early = phase === "connecting" || phase === "written";
  return (early && /^(ERR_TLS_|ERR_SSL_|EPROTO$|CERT_)/.test(code)) || CUT_HANDSHAKE.test(message);
}

const CUT_HANDSHAKE = /before secure TLS connection was established/;

function codeOf(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === "string" && code !== "") return code;
  return error.name;
}
