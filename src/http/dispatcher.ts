import type { Dispatcher } from "undici";
import openTunnel from "undici/lib/api/api-connect.js";
import type buildConnector from "undici/lib/core/connect.js";
import EnvHttpProxyAgent from "undici/lib/dispatcher/env-http-proxy-agent.js";
import Pool from "undici/lib/dispatcher/pool.js";
import { isGrpcUrl, parseBaseUrl } from "./base-url";
import { connectionRules, createConnector } from "./connector";
import { GrpcDispatcher } from "./grpc/dispatcher";
import type { PreparedRequest } from "./prepare";
import { readProxySettings } from "./proxy";
import { isLoopback, refuseHost } from "./target-policy";
import type { HttpTarget } from "./types";

/** What sends requests, as the client and the load generator know it: what they use of undici. */
export interface Connections {
  dispatch(request: PreparedRequest, handler: Dispatcher.DispatchHandler): boolean;
  /** Waits for the exchanges under way. */
  close(): Promise<void>;
  destroy(): Promise<void>;
}

export interface DispatcherOptions {
  connections: number;
  /** Requests written ahead on one connection. */
  pipelining?: number;
  /** Called for every connection that is opened. */
  onConnect?: () => void;
}

/** Largest head of an answer, bytes of names and values. */
export const MAX_HEAD_BYTES = 64 * 1024;

/** Longer than any pause between two probes, so that a slow series stays on one connection. */
const KEEP_ALIVE_MS = 60_000;
/** A server's own `Keep-Alive: timeout` is honoured, less this for the way there. */
const KEEP_ALIVE_MARGIN_MS = 1_000;

/**
 * Connections to one target under its rules: the target policy, certificates verified whatever
 * NODE_TLS_REJECT_UNAUTHORIZED says, proxies of the environment, no timeouts but the caller's.
 * A proxied target is resolved by the proxy, so there only its name and literal address are judged;
 * plain HTTP goes through a proxy in absolute form, since many refuse tunnels to other ports than 443.
 * gRPC goes through none.
 */
export function createDispatcher(target: HttpTarget, options: DispatcherOptions): Connections {
  const { onConnect = () => {} } = options;
  if (isGrpcUrl(target.url)) return new GrpcDispatcher(target, onConnect);
  const base = parseBaseUrl(target.url);
  const { environment = process.env } = target.network ?? {};
  const { tls, timeout } = connectionRules(target);
  const pool = {
    connections: options.connections,
    pipelining: options.pipelining ?? 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveTimeoutThreshold: KEEP_ALIVE_MARGIN_MS,
    maxHeaderSize: MAX_HEAD_BYTES,
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  const connect = createConnector(target);
  const direct = isLoopback(base.hostname) || refuseHost(base.hostname) !== null;
  const proxies = direct ? null : readProxySettings(environment);
  if (proxies === null) {
    return new Pool(base.origin, { ...pool, connect }).on("connect", onConnect);
  }
  return new EnvHttpProxyAgent({
    ...proxies,
    connect,
    proxyTunnel: false,
    requestTls: { ...tls, timeout },
    proxyTls: { rejectUnauthorized: true, timeout },
    factory: (origin, given: Pool.Options) => {
      const viaProxy = new URL(origin).origin !== base.origin;
      const connector = given.connect as buildConnector.connector;
      return new Pool(origin, {
        ...pool,
        connect: viaProxy ? blameProxy(connector) : connector,
      }).on("connect", onConnect);
    },
    clientFactory: (origin, given) => blameProxyForTunnel(new Pool(origin, { ...given, ...pool })),
  });
}

class ProxyError extends Error {
  readonly code = "PROXY_FAILED";

  constructor(cause: NodeJS.ErrnoException) {
    super(`the proxy of the environment failed (${cause.message || cause.code})`, { cause });
  }
}

/** A proxy that cannot be reached must not read as a target that cannot. */
function blameProxy(connect: buildConnector.connector): buildConnector.connector {
  return (options, callback) =>
    connect(options, (error, socket) => {
      if (error === null) callback(null, socket);
      else callback(new ProxyError(error), null);
    });
}

/**
 * A tunnel that breaks off surfaces in undici as a socket error, which its client takes for a stale
 * connection and answers by connecting again without end. Under another code it is final. `connect`
 * has to be given here anyway, since pools have one only where undici's index is loaded.
 */
function blameProxyForTunnel(pool: Pool): Pool {
  return Object.assign(pool, {
    connect: (options: object) =>
      openTunnel.call(pool, options).catch((cause) => {
        throw new ProxyError(cause);
      }),
  });
}
