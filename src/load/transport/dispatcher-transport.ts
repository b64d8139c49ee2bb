import { isGrpcUrl } from "../../http/base-url";
import { type Connections, createDispatcher, type DispatcherOptions } from "../../http/dispatcher";
import type { PreparedRequest } from "../../http/prepare";
import type { HttpTarget } from "../../http/types";
import { ConnectionCounts } from "./connection-counts";
import { type Beginning, DispatcherExchange } from "./dispatcher-exchange";
import type { ExchangeObserver, SentRequest, Transport, TransportLimits } from "./transport";

/** By the dispatcher that the client has, too: through proxies, over HTTP/2, and gRPC. */
export class DispatcherTransport implements Transport {
  readonly connections = new ConnectionCounts();
  private readonly dispatcher: Connections;
  private readonly begin: Beginning;
  private readonly requests: readonly PreparedRequest[];

  constructor(
    target: HttpTarget,
    requests: readonly PreparedRequest[],
    private readonly limits: TransportLimits,
    { http2 = false }: Pick<DispatcherOptions, "http2"> = {},
  ) {
    // Of HTTP/2, undici shares a connection only among requests that it may send again; DispatcherExchange
    // sees to it that none is.
    this.requests = http2 ? requests.map((each) => ({ ...each, idempotent: true })) : requests;
    this.begin = isGrpcUrl(target.url) ? "may-repeat" : "once";
    this.dispatcher = createDispatcher(target, {
      http2,
      // One for each request in flight: none ever waits for one in undici's queue.
      connections: limits.mostInFlight,
      onConnect: () => this.connections.connected(),
      onDisconnect: () => this.connections.disconnected(),
    });
  }

  send(request: number, index: number, observer: ExchangeObserver): SentRequest {
    const exchange = new DispatcherExchange(index, observer, this.limits, this.begin);
    this.dispatcher.dispatch(this.requests[request] as PreparedRequest, exchange);
    return exchange;
  }

  close(): Promise<void> {
    return this.dispatcher.destroy();
  }
}
