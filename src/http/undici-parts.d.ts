/**
 * The parts of undici that infergate uses, by their own files: the package's index also loads fetch,
 * WebSocket and caches, which triples the start-up time of the command.
 */
declare module "undici/lib/dispatcher/pool.js" {
  export { Pool as default } from "undici";
}
declare module "undici/lib/dispatcher/env-http-proxy-agent.js" {
  export { EnvHttpProxyAgent as default } from "undici";
}
declare module "undici/lib/core/connect.js" {
  export { buildConnector as default } from "undici";
}
declare module "undici/lib/handler/wrap-handler.js" {
  type Handler = import("undici").Dispatcher.DispatchHandler;
  /** The older of undici's two handler interfaces, as the newer one. */
  const WrapHandler: { wrap(handler: Handler): Handler };
  export default WrapHandler;
}
declare module "undici/lib/api/api-connect.js" {
  /** Asks for a tunnel; `this` is what dispatches. The index alone hangs it on every dispatcher. */
  export default function connect(
    this: import("undici").Dispatcher,
    options: object,
  ): Promise<import("undici").Dispatcher.ConnectData>;
}
