import type { Dispatcher } from "undici";
import openTunnel from "undici/lib/api/api-connect.js";
import type buildConnector from "undici/lib/core/connect.js";
import EnvHttpProxyAgent from "undici/lib/dispatcher/env-http-proxy-agent.js";
import Pool from "undici/lib/dispatcher/pool.js";
import { InfergateError } from "../errors";
import { isGrpcUrl, parseBaseUrl } from "./base-url";
import { connectTimeoutMs, createConnector, tlsRules } from "./connector";
import { GrpcDispatcher } from "./grpc/dispatcher";
import type { PreparedRequest } from "./prepare";
import { type ProxySettings, readProxySettings } from "./proxy";
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
  /** Called for every connection that is opened, and when it is closed again. */
  onConnect?: () => void;
  onDisconnect?: () => void;
  /** Speak HTTP/2 and nothing else; requests then share connections. */
  http2?: boolean;
}

/** Largest head of an answer, bytes of names and values. */
export const MAX_HEAD_BYTES = 64 * 1024;

/** Longer than any pause between two probes, so that a slow series stays on one connection. */
export const KEEP_ALIVE_MS = 60_000;
/** As many as servers allow by default (RFC 9113, 6.5.2 advises no fewer than 100). */
const STREAMS_A_CONNECTION = 100;
/** A server's own `Keep-Alive: timeout` is honoured, less this for the way there. */
export const KEEP_ALIVE_MARGIN_MS = 1_000;

/**
 * Connections to one target under its rules (`connector.ts`), through the proxies of the environment,
 * with no timeouts but the caller's.
 * A proxied target is resolved by the proxy, so there only its name and literal address are judged;
 * plain HTTP goes through a proxy in absolute form, since many refuse tunnels to other ports than 443.
 * gRPC goes through none, and shares connections by a rule of its own.
 */
export function createDispatcher(target: HttpTarget, options: DispatcherOptions): Connections {
  if (isGrpcUrl(target.url)) return new GrpcDispatcher(target, options);
  const base = parseBaseUrl(target.url);
  const tls = tlsRules(target);
  const timeout = connectTimeoutMs(target);
  const { connections, pipelining = 1, http2 = false } = options;
  const pool = {
    connections: http2 ? Math.ceil(connections / STREAMS_A_CONNECTION) : connections,
    pipelining: http2 ? STREAMS_A_CONNECTION : pipelining,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveTimeoutThreshold: KEEP_ALIVE_MARGIN_MS,
    maxHeaderSize: MAX_HEAD_BYTES,
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  const connect = createConnector(target, { http2 });
  const proxies = findProxies(target);
  if (proxies === null) return count(new Pool(base.origin, { ...pool, connect }), options);
  if (http2) {
    throw new InfergateError(
      "config/http2-proxy",
      `HTTP/2 is not spoken through a proxy, and the environment names one on the way to ${base.host}`,
      "Take load.http out, or name the host in NO_PROXY and unset the proxy.",
    );
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
      const connectThrough = viaProxy ? blameProxy(connector) : connector;
      return count(new Pool(origin, { ...pool, connect: connectThrough }), options);
    },
    clientFactory: (origin, given) => blameProxyForTunnel(new Pool(origin, { ...given, ...pool })),
  });
}

/** The proxies on the way to a target; null where it is spoken to directly. */
export function findProxies({ url, network }: HttpTarget): ProxySettings | null {
  const { hostname } = parseBaseUrl(url);
  const direct = isLoopback(hostname) || refuseHost(hostname) !== null;
  return direct ? null : readProxySettings(network?.environment ?? process.env);
}

function count(pool: Pool, { onConnect, onDisconnect }: DispatcherOptions): Pool {
  if (onConnect) pool.on("connect", onConnect);
  if (onDisconnect) pool.on("disconnect", onDisconnect);
  return pool;
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
