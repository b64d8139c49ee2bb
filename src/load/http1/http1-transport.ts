import type { Socket } from "node:net";
import { parseBaseUrl } from "../../http/base-url";
import { type Connector, createConnector } from "../../http/connector";
import type { PreparedRequest } from "../../http/prepare";
import { failedOnStaleConnection } from "../../http/stale-connection";
import type { HttpTarget } from "../../http/types";
import { ConnectionCounts } from "../transport/connection-counts";
import type {
  ExchangeObserver,
  SentRequest,
  Transport,
  TransportLimits,
} from "../transport/transport";
import { Connection, type Failure, type Keeper } from "./connection";
import { Http1Exchange } from "./exchange";
import { requestBytes } from "./request-bytes";
import type { ResponseHead } from "./response-head";

/** How often connections are looked at that have been idle for too long. */
const SWEEP_MS = 1_000;
/** All plain connections of a thread read into it, one after the other. */
const READ_BUFFER = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * HTTP/1.1 for the hot path and nothing else: requests that are serialised once and written at once,
 * answers whose heads are read once and then compared, and no queue: a request takes the connection
 * that was used last, or a new one. It promises what every transport promises, and pays a third of
 * what undici's dispatcher costs.
 */
export class Http1Transport implements Transport, Keeper {
  readonly connections = new ConnectionCounts();
  private readonly bytes: Buffer[];
  private readonly heads: (ResponseHead | undefined)[] = [];
  private readonly all = new Set<Connection>();
  /** The one used last is on top, so that few stay hot and the others come to be too old. */
  private readonly free: Connection[] = [];
  private readonly connect: (connection: Connection) => void;
  private readonly sweep = setInterval(() => this.closeOld(), SWEEP_MS).unref();

  constructor(
    target: HttpTarget,
    private readonly requests: readonly PreparedRequest[],
    readonly limits: TransportLimits,
  ) {
    this.bytes = requests.map(requestBytes);
    this.connect = connectorTo(target);
  }

  send(request: number, index: number, observer: ExchangeObserver): SentRequest {
    const exchange = new Http1Exchange(request, index, observer);
    (this.takeFree() ?? this.open()).take(exchange);
    return exchange;
  }

  async close(): Promise<void> {
    clearInterval(this.sweep);
    for (const connection of this.all) connection.giveUp();
  }

  bytesOf(request: number): Buffer {
    return this.bytes[request] as Buffer;
  }

  headOf(request: number): ResponseHead | undefined {
    return this.heads[request];
  }

  learned(request: number, head: ResponseHead): void {
    this.heads[request] = head;
  }

  idle(connection: Connection, { keepMs, status }: ResponseHead): void {
    connection.retireAt = performance.now() + keepMs;
    // After an error of its own a server may close without a word, and lose what comes next.
    if (status >= 500) this.free.unshift(connection);
    else this.free.push(connection);
  }

  sendsAgain(exchange: Http1Exchange, { error, progress, completed }: Failure): boolean {
    const { method } = this.requests[exchange.request] as PreparedRequest;
    const attempt = { ok: false, error, progress, partial: null } as const;
    if (!failedOnStaleConnection(attempt, completed, method)) return false;
    this.open().take(exchange);
    return true;
  }

  opened(): void {
    this.connections.connected();
  }

  closed(connection: Connection, wasOpen: boolean): void {
    this.all.delete(connection);
    const place = this.free.indexOf(connection);
    if (place >= 0) this.free.splice(place, 1);
    if (wasOpen) this.connections.disconnected();
  }

  private takeFree(): Connection | undefined {
    const connection = this.free.pop();
    if (connection === undefined || connection.retireAt > performance.now()) return connection;
    connection.destroy();
    return this.takeFree();
  }

  private open(): Connection {
    const connection = new Connection(this);
    this.all.add(connection);
    this.connect(connection);
    return connection;
  }

  private closeOld(): void {
    const now = performance.now();
    for (const connection of this.free.filter(({ retireAt }) => retireAt <= now)) {
      connection.destroy();
    }
  }
}

function connectorTo(target: HttpTarget): (connection: Connection) => void {
  const { protocol, hostname, host, port } = parseBaseUrl(target.url);
  const at = { protocol, hostname: hostname.replace(/^\[|\]$/g, ""), host, port };
  return protocol === "https:"
    ? connectSecurely(createConnector(target), at)
    : (connection) => {
        const onread = {
          buffer: READ_BUFFER,
          callback: (bytes: number) => {
            connection.received(READ_BUFFER.subarray(0, bytes));
            return true;
          },
        };
        createConnector(target, { onread })(at, connection.connected);
      };
}

/** TLS gives out what it has deciphered by events alone. */
function connectSecurely(connect: Connector, at: Parameters<Connector>[0]) {
  return (connection: Connection) =>
    connect(at, (error: Error | null, socket?: Socket | null) => {
      socket?.on("data", (bytes: Buffer) => connection.received(bytes));
      connection.connected(error, socket);
    });
}
