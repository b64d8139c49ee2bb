import type { Dispatcher } from "undici";
import WrapHandler from "undici/lib/handler/wrap-handler.js";
import { parseBaseUrl } from "../base-url";
import { BrokenExchangeError } from "../broken-exchange";
import { connectTimeoutMs, createConnector } from "../connector";
import type { Connections, DispatcherOptions } from "../dispatcher";
import type { PreparedRequest } from "../prepare";
import type { HttpTarget } from "../types";
import { type CallEvents, call } from "./call";
import { becomesReady, dial, onGone, openChannel } from "./channel";
import type { Client } from "./library";
import { type GrpcLibrary, loadGrpcLibrary } from "./load-library";
import { readAnswer } from "./read-answer";

interface Channel {
  client: Client;
  /** Under way on it. */
  calls: number;
}

/** As many replicas as a load balancer is likely to have behind one address. */
const MOST_CHANNELS = 16;

/**
 * Unary calls as exchanges of HTTP: a request's path is the method, its body a message; an answer's
 * status is that of the gRPC status. So all that sends, times, classifies and reports exchanges serves
 * gRPC as it is. A call has a connection to itself while there are few: on one, the many callers that a
 * load stands for would all reach one replica. Beyond that they share, as HTTP/2 lets them.
 */
export class GrpcDispatcher implements Connections {
  private readonly base: URL;
  private readonly connect;
  private readonly timeoutMs: number;
  /** Those whose connection stands. */
  private readonly channels = new Set<Channel>();
  private readonly underWay = new Map<CallController, Promise<void>>();
  private library: GrpcLibrary | null = null;

  constructor(
    private readonly target: HttpTarget,
    private readonly told: Pick<DispatcherOptions, "onConnect" | "onDisconnect">,
  ) {
    this.base = parseBaseUrl(target.url);
    this.connect = createConnector(target, { offerHttp2: true });
    // Told to the server; past the caller's own deadline, which ends the call.
    this.timeoutMs = connectTimeoutMs(target);
  }

  dispatch(request: PreparedRequest, given: Dispatcher.DispatchHandler): boolean {
    const controller = new CallController();
    const handler = WrapHandler.wrap(given);
    const carried = this.carry(request, handler, controller)
      .catch((error) => handler.onResponseError?.(controller, controller.reason ?? error))
      .finally(() => this.underWay.delete(controller));
    this.underWay.set(controller, carried);
    return true;
  }

  async close(): Promise<void> {
    await Promise.all(this.underWay.values());
    await this.destroy();
  }

  async destroy(): Promise<void> {
    for (const controller of this.underWay.keys()) {
      controller.abort(new Error("the connections are closed"));
    }
    for (const { client } of this.channels) client.close();
  }

  private async carry(
    request: PreparedRequest,
    handler: Dispatcher.DispatchHandler,
    controller: CallController,
  ): Promise<void> {
    this.library ??= await loadGrpcLibrary();
    const { library } = this;
    const channel = this.choose() ?? (await this.openFor(library, handler, controller));
    channel.calls += 1;
    handler.onRequestStart?.(controller, {});
    let begun = false;
    const begin = () => {
      if (!begun) handler.onResponseStarted?.();
      begun = true;
    };
    const events: CallEvents = { cancel: () => {}, onFirstByte: begin };
    controller.onAbort = () => events.cancel();
    const ended = controller.aborted
      ? null
      : await call(library, channel.client, request, new Date(Date.now() + this.timeoutMs), events);
    channel.calls -= 1;
    this.closeIfGone(channel);
    if (ended === null || controller.aborted) throw controller.reason;
    const { status, headers, body } = readAnswer(ended);
    begin();
    handler.onResponseStart?.(controller, status, headers);
    if (body.length > 0 && !controller.aborted) handler.onResponseData?.(controller, body);
    if (controller.aborted) throw controller.reason;
    handler.onResponseEnd?.(controller, {});
  }

  private async openFor(
    library: GrpcLibrary,
    handler: Dispatcher.DispatchHandler,
    controller: CallController,
  ): Promise<Channel> {
    const address = await dial(this.connect, this.base);
    // From here on the endpoint is reached, and silence is its own; told again when the call begins.
    handler.onRequestStart?.(controller, {});
    if (controller.aborted) throw controller.reason;
    const client = openChannel(library, this.target, this.base, address);
    controller.onAbort = () => client.close();
    if (await becomesReady(library, client)) return this.keep(library, client);
    client.close();
    throw new BrokenExchangeError(
      "invalid-http",
      `${this.base.host} takes connections, but does not speak HTTP/2, which gRPC needs`,
    );
  }

  private keep(library: GrpcLibrary, client: Client): Channel {
    const channel = { client, calls: 0 };
    this.channels.add(channel);
    this.told.onConnect?.();
    onGone(library, client, () => {
      this.channels.delete(channel);
      this.told.onDisconnect?.();
      this.closeIfGone(channel);
    });
    return channel;
  }

  /** grpc-js would connect it again by itself; the calls still on it are let end. */
  private closeIfGone(channel: Channel): void {
    if (channel.calls === 0 && !this.channels.has(channel)) channel.client.close();
  }

  /** A channel without a call, or the one with the fewest where there are many; null where one is to be opened. */
  private choose(): Channel | null {
    let best: Channel | null = null;
    for (const channel of this.channels) {
      if (best === null || channel.calls < best.calls) best = channel;
    }
    return best?.calls === 0 || this.channels.size >= MOST_CHANNELS ? best : null;
  }
}

class CallController implements Dispatcher.DispatchController {
  readonly paused = false;
  aborted = false;
  reason: Error | null = null;
  onAbort: () => void = () => {};

  abort(reason?: Error): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason ?? new Error("the call was ended from our side");
    this.onAbort();
  }

  pause(): void {}
  resume(): void {}
}
