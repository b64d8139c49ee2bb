import { version } from "../../package.json";
import { InfergateError } from "../errors";
import { authHeaders } from "./auth";
import { joinPath, parseBaseUrl } from "./base-url";
import { assertMaySendSecrets } from "./credentials";
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
  const headers = { ...DEFAULT_HEADERS, ...request.headers };
  const signed = { method, host: base.host, path, headers, body };
  return {
    origin: base.origin,
    path,
    method,
    headers: { ...headers, ...(target.auth === null ? {} : authHeaders(target.auth, signed)) },
    body,
  };
}
