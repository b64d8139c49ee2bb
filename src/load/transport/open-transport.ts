import type { HttpVersion } from "../../config/types";
import { findProxies } from "../../http/dispatcher";
import type { PreparedRequest } from "../../http/prepare";
import type { HttpTarget } from "../../http/types";
import { Http1Transport } from "../http1/http1-transport";
import { DispatcherTransport } from "./dispatcher-transport";
import type { Transport, TransportLimits } from "./transport";

/** The client of our own where it will do; the dispatcher through proxies, and for other protocols. */
export function openTransport(
  target: HttpTarget,
  requests: readonly PreparedRequest[],
  limits: TransportLimits,
  http: HttpVersion,
): Transport {
  const plain = http === "1.1" && /^https?:/i.test(target.url) && findProxies(target) === null;
  return plain
    ? new Http1Transport(target, requests, limits)
    : new DispatcherTransport(target, requests, limits, { http2: http === "2" });
}
