import type { OnReadOpts, Socket } from "node:net";
import buildConnector from "undici/lib/core/connect.js";
import { guardLookup, refuseHost } from "./target-policy";
import type { HttpTarget } from "./types";

export type Connector = buildConnector.connector;

export interface ConnectorOptions {
  /** Speak HTTP/2 and nothing else: agreed on by ALPN over TLS, taken for granted without. */
  http2?: boolean;
  /** Offer HTTP/2 by ALPN, and leave it to the caller what becomes of that. */
  offerHttp2?: boolean;
  /** Where a plain connection's bytes are read to, in place of "data" events; TLS has only those. */
  onread?: OnReadOpts;
}

/** Node's default of 250 ms for one of several addresses fails on far networks. */
const ADDRESS_ATTEMPT_MS = 2_000;
/** The deadline is the caller's; a connection that still hangs is then only cleared away. */
const CONNECT_MARGIN_MS = 1_000;

/**
 * Makes connections to one target under its rules: the target policy, certificates verified whatever
 * NODE_TLS_REJECT_UNAUTHORIZED says, all addresses of a name tried.
 */
export function createConnector(target: HttpTarget, options: ConnectorOptions = {}): Connector {
  const { http2 = false, offerHttp2 = false, onread } = options;
  const connect = buildConnector({
    ...tlsRules(target),
    timeout: connectTimeoutMs(target),
    lookup: guardLookup(target.network?.lookup),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: ADDRESS_ATTEMPT_MS,
    ...(http2 || offerHttp2 ? { allowH2: true } : {}),
    ...(http2 ? { useH2c: true } : {}),
    ...(onread ? { onread } : {}),
  } as buildConnector.BuildOptions);
  return refuseForbidden(http2 ? insistOnHttp2(connect) : connect);
}

export function tlsRules({ network }: HttpTarget): { rejectUnauthorized: true; ca?: string } {
  const ca = network?.ca;
  return { rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }) };
}

export function connectTimeoutMs({ timeoutMs }: HttpTarget): number {
  return timeoutMs + CONNECT_MARGIN_MS;
}

/** The resolver never sees a literal address, so those are judged here. */
function refuseForbidden(connect: Connector): Connector {
  return (options, callback) => {
    const refusal = refuseHost(options.hostname);
    if (refusal === null) connect(options, callback);
    else process.nextTick(callback, refusal, null);
  };
}

class Http2RefusedError extends Error {
  readonly code = "HTTP2_REFUSED";
}

/** Who asks for HTTP/2 must not be given figures of HTTP/1.1 under its name. */
function insistOnHttp2(connect: Connector): Connector {
  return (options, callback) =>
    connect(options, (error, socket) => {
      if (error !== null) return callback(error, null);
      if ((socket as Socket & { alpnProtocol?: string | false }).alpnProtocol === "h2") {
        return callback(null, socket);
      }
      socket.destroy();
      callback(new Http2RefusedError("the server did not agree on HTTP/2"), null);
    });
}
