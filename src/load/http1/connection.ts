import type { Socket } from "node:net";
import type { Progress } from "../../http/attempt";
import type { RawAnswer, TransportLimits } from "../transport/transport";
import type { Http1Exchange } from "./exchange";
import type { ResponseHead } from "./response-head";
import { isWholeAnswer, ResponseReader } from "./response-reader";

/** What a connection needs of those who keep it. */
export interface Keeper {
  readonly limits: TransportLimits;
  bytesOf(request: number): Buffer;
  /** How the request was answered last. */
  headOf(request: number): ResponseHead | undefined;
  /** An answer with this head was whole. */
  learned(request: number, head: ResponseHead): void;
  /** The connection, whose last answer had this head, may take another request. */
  idle(connection: Connection, head: ResponseHead): void;
  /** Whether the exchange, which ended so, is sent once more. */
  sendsAgain(exchange: Http1Exchange, failure: Failure): boolean;
  opened(): void;
  /** The last that is heard of it. */
  closed(connection: Connection, wasOpen: boolean): void;
}

export interface Failure {
  error: Error;
  progress: Progress;
  /** Exchanges that the connection had completed before. */
  completed: number;
}

const CONNECTING: Progress = { phase: "connecting", received: 0, declared: null };
const WRITTEN: Progress = { phase: "written", received: 0, declared: null };

/**
 * One connection, with one request at a time. An answer is given to the request that was written last
 * before it and only while that waits: bytes that nobody waits for end the connection, and so do bytes
 * after an answer's end, an answer long before its request is all written, and everything that is not HTTP.
 */
export class Connection {
  /** By the keeper's clock: no request is sent on it any more from then on. */
  retireAt = Number.POSITIVE_INFINITY;
  private socket: Socket | null = null;
  private exchange: Http1Exchange | null = null;
  private reader: ResponseReader | null = null;
  private completed = 0;
  private over = false;

  constructor(private readonly keeper: Keeper) {}

  /** Takes a request: at once, or when the connection is there. */
  take(exchange: Http1Exchange): void {
    this.exchange = exchange;
    exchange.connection = this;
    this.write();
  }

  /** What the connector has to say. */
  readonly connected = (error: Error | null, socket?: Socket | null): void => {
    if (!socket) this.fail(error as Error);
    else if (this.over) socket.destroy();
    else this.begin(socket);
  };

  /** The bytes may be overwritten when this returns. */
  received(bytes: Buffer): void {
    if (this.exchange === null) this.destroy();
    else if (this.reader === null) this.readFirst(this.exchange, bytes);
    else this.read(this.reader, bytes);
  }

  giveUp(): void {
    this.release();
    this.destroy();
  }

  destroy(): void {
    if (this.over) return;
    this.over = true;
    this.socket?.destroy();
    this.keeper.closed(this, this.socket !== null);
  }

  private begin(socket: Socket): void {
    this.socket = socket;
    socket.on("error", (error) => this.fail(error));
    socket.on("end", () => this.ended());
    socket.on("close", () => this.fail(new ConnectionClosed()));
    this.keeper.opened();
    this.write();
  }

  private write(): void {
    const { exchange, socket } = this;
    if (exchange === null || socket === null) return;
    exchange.observer.written(exchange.index);
    socket.write(this.keeper.bytesOf(exchange.request));
  }

  private readFirst(exchange: Http1Exchange, bytes: Buffer): void {
    const { limits } = this.keeper;
    exchange.observer.firstByte(exchange.index);
    const expected = this.keeper.headOf(exchange.request);
    if (expected && limits.streamClock === null && isWholeAnswer(bytes, expected)) {
      const { status, headers } = expected;
      const body = bytes.subarray(expected.bytes.length);
      this.finish(exchange, expected, { status, headers, body }, true);
    } else {
      this.reader = new ResponseReader(limits, expected);
      this.read(this.reader, bytes);
    }
  }

  private read(reader: ResponseReader, bytes: Buffer): void {
    const end = this.parse(reader, bytes);
    if (end !== null && reader.done) this.finishReading(reader, end === bytes.length);
  }

  private parse(reader: ResponseReader, bytes: Buffer): number | null {
    try {
      return reader.read(bytes);
    } catch (error) {
      this.fail(error as Error);
      return null;
    }
  }

  private ended(): void {
    const { reader } = this;
    reader?.end();
    if (reader?.done) this.finishReading(reader, false);
    else this.fail(new ConnectionClosed());
  }

  private finishReading(reader: ResponseReader, clean: boolean): void {
    const { exchange } = this;
    if (exchange) this.finish(exchange, reader.head as ResponseHead, reader.answer(), clean);
  }

  /** @param clean nothing came after the answer */
  private finish(
    exchange: Http1Exchange,
    head: ResponseHead,
    answer: RawAnswer,
    clean: boolean,
  ): void {
    this.release();
    this.completed += 1;
    this.keeper.learned(exchange.request, head);
    if (!clean || head.keepMs === 0) this.destroy();
    else if (this.hasSent()) this.keeper.idle(this, head);
    // Over TLS, the word that a long request is out may come a moment after its answer.
    else setImmediate(this.keepIfSent, head);
    exchange.observer.answered(exchange.index, answer);
  }

  private readonly keepIfSent = (head: ResponseHead): void => {
    if (!this.hasSent()) this.destroy();
    else if (!this.over) this.keeper.idle(this, head);
  };

  /** No more of its request waits to be written than a socket takes without being asked to wait. */
  private hasSent(): boolean {
    return this.socket?.writableNeedDrain === false;
  }

  private fail(error: Error): void {
    const { exchange, completed } = this;
    const progress = this.reader?.progress ?? (this.socket ? WRITTEN : CONNECTING);
    this.release();
    this.destroy();
    if (exchange === null || this.keeper.sendsAgain(exchange, { error, progress, completed }))
      return;
    exchange.observer.failed(exchange.index, error, progress);
  }

  private release(): void {
    if (this.exchange) this.exchange.connection = null;
    this.exchange = null;
    this.reader = null;
  }
}

/** By undici's code, which `http/` knows. */
class ConnectionClosed extends Error {
  readonly code = "UND_ERR_SOCKET";

  constructor() {
    super("other side closed");
  }
}
