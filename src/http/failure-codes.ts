import type { FailureKind } from "./types";

/** Where the request went; `host` is for messages: "models.example.com:443". */
export interface Destination {
  hostname: string;
  host: string;
}

export type Rule = [
  kind: FailureKind,
  message: (at: Destination, error: NodeJS.ErrnoException) => string,
];

const unresolved: Rule = ["dns", ({ hostname }) => `the name ${hostname} does not resolve`];
const noRoute: Rule = ["unreachable", ({ host }, { code }) => `no route to ${host} (${code})`];
const unknownIssuer: Rule = [
  "tls",
  ({ host }) =>
    `the certificate of ${host} is signed by an authority that is not known here (NODE_EXTRA_CA_CERTS adds one)`,
];

/** Codes of Node and OpenSSL with one meaning, whatever the moment. */
export const FAILURE_CODES: Readonly<Record<string, Rule>> = {
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
  HTTP2_REFUSED: [
    "unreachable",
    ({ host }) => `${host} does not speak HTTP/2, which load.http asks for`,
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
