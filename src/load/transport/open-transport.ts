import type { PreparedRequest } from "../../http/prepare";
import type { HttpTarget } from "../../http/types";
import type { Transport, TransportLimits } from "./transport";
import { UndiciTransport } from "./undici-transport";

export const HTTP_VERSIONS = ["1.1", "2"] as const;
export type HttpVersion = (typeof HTTP_VERSIONS)[number];

export function openTransport(
  target: HttpTarget,
  requests: readonly PreparedRequest[],
  limits: TransportLimits,
  http: HttpVersion,
): Transport {
  return new UndiciTransport(target, requests, limits, { http2: http === "2" });
}
