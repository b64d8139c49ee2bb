import { version } from "../../package.json";
import { InfergateError } from "../errors";
import { authHeaders } from "./auth";
import { isGrpcUrl, joinPath, originOf, parseBaseUrl } from "./base-url";
import { assertMaySendSecrets } from "./credentials";
import { findMetadataFault } from "./grpc/metadata-syntax";
import { findHeaderFault } from "./header-syntax";
import type { HttpRequest, HttpTarget } from "./types";

/** A request as it goes on the wire: what undici's `dispatch` takes. */
export interface PreparedRequest {
  origin: string;
  /** Absolute path and query. */
  path: string;
  method: HttpRequest["method"];
  /** Lower-case names, credentials among them: never print the values. */
  headers: Record<string, string>;
  body: Buffer | null;
}

/** The encodings that decode-body.ts undoes. */
const DEFAULT_HEADERS = {
  accept: "*/*",
  "accept-encoding": "gzip, deflate, br",
  "user-agent": `infergate/${version}`,
};

/**
 * Joins target and request. The request's headers win over the defaults, the target's credentials
 * over both. Throws InfergateError `config/…` for what can never be sent.
 */
export function prepareRequest(target: HttpTarget, request: HttpRequest): PreparedRequest {
  const base = parseBaseUrl(target.url);
  if (target.auth !== null) assertMaySendSecrets(base, target.allowedHosts);
  for (const [name, value] of Object.entries(request.headers)) {
    const fault = findHeaderFault(name, value);
    if (fault !== null) {
      throw new InfergateError("config/bad-header", `The request cannot be sent: ${fault}`);
    }
  }
  const { method, body } = request;
  const path = joinPath(base, request.path);
  const isGrpc = isGrpcUrl(target.url);
  const headers = { ...(isGrpc ? {} : DEFAULT_HEADERS), ...request.headers };
  const signed = { method, host: base.host, path, headers, body };
  const credentials = target.auth === null ? {} : authHeaders(target.auth, signed);
  if (isGrpc) assertMetadata(credentials);
  return { origin: originOf(base), path, method, headers: { ...headers, ...credentials }, body };
}

function assertMetadata(credentials: Record<string, string>): void {
  for (const [name, value] of Object.entries(credentials)) {
    const fault = findMetadataFault(name, value);
    if (fault === null) continue;
    throw new InfergateError(
      "config/bad-credentials",
      `The credentials of the endpoint cannot be sent over gRPC: ${fault}`,
    );
  }
}
