import { findProxies } from "../../http/dispatcher";
import type { PreparedRequest } from "../../http/prepare";
import type { HttpTarget } from "../../http/types";
import { Http1Transport } from "../http1/http1-transport";
import type { Transport, TransportLimits } from "./transport";
import { UndiciTransport } from "./undici-transport";

export const HTTP_VERSIONS = ["1.1", "2"] as const;
export type HttpVersion = (typeof HTTP_VERSIONS)[number];

/** The client of our own where it will do; undici's through proxies, and for HTTP/2. */
export function openTransport(
  target: HttpTarget,
  requests: readonly PreparedRequest[],
  limits: TransportLimits,
  http: HttpVersion,
): Transport {
  return http === "1.1" && findProxies(target) === null
    ? new Http1Transport(target, requests, limits)
    : new UndiciTransport(target, requests, limits, { http2: http === "2" });
}
