import type { Progress } from "./attempt";
import { BrokenExchangeError } from "./broken-exchange";
import type { FailureKind } from "./types";

export interface Classified {
  kind: FailureKind;
  reached: boolean;
  message: string;
}

/** Where the request went, for messages: "models.example.com:443". */
export interface Destination {
  hostname: string;
  host: string;
}

type Rule = [kind: FailureKind, message: (at: Destination, error: NodeJS.ErrnoException) => string];

const UNREACHED: ReadonlySet<FailureKind> = new Set<FailureKind>([
  "dns",
  "refused",
  "unreachable",
  "tls",
  "connect-timeout",
  "forbidden-address",
]);

const unresolved: Rule = ["dns", ({ hostname }) => `the name ${hostname} does not resolve`];
const noRoute: Rule = ["unreachable", ({ host }, { code }) => `no route to ${host} (${code})`];
const unknownIssuer: Rule = [
  "tls",
  ({ host }) =>
    `the certificate of ${host} is signed by an authority that is not known here (NODE_EXTRA_CA_CERTS adds one)`,
];

/** Codes of Node and OpenSSL with one meaning, whatever the moment. */
const BY_CODE: Readonly<Record<string, Rule>> = {
  FORBIDDEN_ADDRESS: [
    "forbidden-address",
    (_, { message }) => `${message}: not a permitted target`,
  ],
  PROXY_FAILED: ["unreachable", ({ host }, { message }) => `${host} is not reached: ${message}`],
  ENOTFOUND: unresolved,
  ENODATA: unresolved,
  EAI_NODATA: unresolved,
  EAI_NONAME: unresolved,
  EAI_AGAIN: ["dns", ({ hostname }) => `the name ${hostname} could not be resolved (EAI_AGAIN)`],
  EAI_FAIL: ["dns", ({ hostname }) => `the name ${hostname} could not be resolved (EAI_FAIL)`],
  ECONNREFUSED: ["refused", ({ host }) => `nothing listens on ${host}`],
  EHOSTUNREACH: noRoute,
  ENETUNREACH: noRoute,
  EHOSTDOWN: noRoute,
  ENETDOWN: noRoute,
  EADDRNOTAVAIL: noRoute,
  EACCES: ["unreachable", ({ host }) => `this machine forbids connections to ${host} (EACCES)`],
  EPERM: ["unreachable", ({ host }) => `this machine forbids connections to ${host} (EPERM)`],
  UND_ERR_CONNECT_TIMEOUT: ["connect-timeout", ({ host }) => `no connection to ${host} in time`],
  DEPTH_ZERO_SELF_SIGNED_CERT: ["tls", ({ host }) => `the certificate of ${host} is self-signed`],
  SELF_SIGNED_CERT_IN_CHAIN: unknownIssuer,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownIssuer,
  UNABLE_TO_GET_ISSUER_CERT: unknownIssuer,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownIssuer,
  CERT_HAS_EXPIRED: ["tls", ({ host }) => `the certificate of ${host} has expired`],
  CERT_NOT_YET_VALID: ["tls", ({ host }) => `the certificate of ${host} is not valid yet`],
  CERT_REVOKED: ["tls", ({ host }) => `the certificate of ${host} is revoked`],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    "tls",
    ({ host }) => `the certificate of ${host} is for another name`,
  ],
  ERR_SSL_WRONG_VERSION_NUMBER: [
    "tls",
    ({ host }) => `${host} does not speak TLS; the URL may want http:// instead of https://`,
  ],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: [
    "tls",
    ({ host }) => `${host} does not speak TLS; the URL may want http:// instead of https://`,
  ],
  // undici's own word for a proxy that answers CONNECT with anything but 200.
  UND_ERR_ABORTED: [
    "unreachable",
    ({ host }, { message }) => `the proxy refused ${host} (${message})`,
  ],
  UND_ERR_HEADERS_OVERFLOW: [
    "too-large",
    ({ host }) => `the head of the answer of ${host} is too long`,
  ],
};

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
  const rule = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
  if (rule !== undefined) return [rule[0], rule[1](at, error)];
  if (error.message.startsWith("Proxy Authentication Required")) {
    return ["unreachable", `the proxy on the way to ${at.host} asks for credentials (407)`];
  }
  if (isTls(code, error)) return ["tls", `the TLS handshake with ${at.host} failed (${code})`];
  return progress.phase === "connecting"
    ? classifyConnecting(code, at)
    : classifyBroken(error, code, progress, at);
}

function classifyConnecting(code: string, { host }: Destination): [FailureKind, string] {
  if (code === "ETIMEDOUT") return ["connect-timeout", `no connection to ${host} (ETIMEDOUT)`];
  return ["unreachable", `no connection to ${host} could be made (${code})`];
}

function classifyBroken(
  error: Error,
  code: string,
  progress: Progress,
  { host }: Destination,
): [FailureKind, string] {
  if (isNotHttp(error, code, progress)) {
    return [
      "invalid-http",
      `the answer of ${host} is not HTTP/1.1 (${explainSyntax(error, code)})`,
    ];
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

/** An end of the connection where the message has none yet is a reset, however the parser calls it. */
function isNotHttp(error: Error, code: string, progress: Progress): boolean {
  if (code === "HPE_INVALID_EOF_STATE") return false;
  // undici reports any syntax error after a content-length header under this code.
  if (code === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH") return progress.phase !== "body";
  return code.startsWith("HPE_") || /^bad (response|upgrade)$/.test(error.message);
}

function explainSyntax(error: Error, code: string): string {
  if (error.message === "bad response") return "100 Continue was not asked for";
  if (error.message === "bad upgrade") return "a change of protocol was not asked for";
  return code.startsWith("HPE_")
    ? code.slice(4).toLowerCase().replaceAll("_", " ")
    : "malformed head";
}

/** A reset during the handshake carries ECONNRESET and is known by its text alone. */
function isTls(code: string, error: Error): boolean {
  return (
    /^(ERR_TLS_|ERR_SSL_|EPROTO$|CERT_)/.test(code) ||
    error.message.includes("before secure TLS connection was established")
  );
}

function codeOf(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === "string" && code !== "") return code;
  return error.name;
}
