import type { Progress } from "../../http/attempt";
import { BrokenExchangeError, describeBytes } from "../../http/broken-exchange";
import { MAX_HEAD_BYTES } from "../../http/dispatcher";
import type { Arrival } from "../../http/types";
import type { RawAnswer, TransportLimits } from "../transport/transport";
import { ChunkReader } from "./chunk-reader";
import { checkBeginning, type ResponseHead, readResponseHead } from "./response-head";
import { HeadOverflow, SyntaxFault } from "./syntax-fault";

const HEAD_END = Buffer.from("\r\n\r\n");
const EMPTY = Buffer.alloc(0);

type Limits = Pick<TransportLimits, "maxAnswerBytes" | "streamClock">;

/**
 * Reads the answer to one request, in pieces as they come. Throws a SyntaxFault for what is not
 * HTTP/1.1, a HeadOverflow or a BrokenExchangeError for what is too long.
 */
export class ResponseReader {
  head: ResponseHead | null = null;
  /** The answer is whole. */
  done = false;
  readonly progress: Progress = { phase: "head", received: 0, declared: null };
  /** What has come of a head that is not whole. */
  private pending = EMPTY;
  /** Of all heads, the interim ones too: an endless row of those is an attack. */
  private headBytes = 0;
  private readonly chunks = new ChunkReader();
  private readonly pieces: Buffer[] = [];
  private readonly arrivals: Arrival[] = [];

  /** @param expected how the same request was answered before: that head is not read again */
  constructor(
    private readonly limits: Limits,
    private readonly expected: ResponseHead | undefined,
  ) {}

  /**
   * Reads on. The bytes may be overwritten afterwards.
   *
   * @returns how many of them belong to the answer: fewer than all where it ends within them
   */
  read(bytes: Buffer): number {
    let at = 0;
    while (this.head === null && at < bytes.length) at = this.readHead(bytes, at);
    if (this.head === null || this.done) return at;
    const before = this.progress.received;
    const atMs = this.limits.streamClock?.();
    at = this.readBody(this.head, bytes, at);
    const { received } = this.progress;
    if (atMs !== undefined && received > before) this.arrivals.push({ atMs, bytes: received });
    return at;
  }

  /** The connection has ended: which is the end of the answer, too, where nothing else says it. */
  end(): void {
    this.done ||= this.head?.framing.by === "close";
  }

  /** The answer, once it is done. */
  answer(): RawAnswer {
    const { status, headers } = this.head as ResponseHead;
    const [first = EMPTY] = this.pieces;
    const body = this.pieces.length > 1 ? Buffer.concat(this.pieces) : first;
    return this.limits.streamClock
      ? { status, headers, body, arrivals: this.arrivals }
      : { status, headers, body };
  }

  private readHead(bytes: Buffer, start: number): number {
    const { expected, pending } = this;
    if (expected && pending.length === 0 && beginsWith(bytes, start, expected.bytes)) {
      this.begin(expected);
      return start + expected.bytes.length;
    }
    const all = Buffer.concat([pending, bytes.subarray(start)]);
    const end = all.indexOf(HEAD_END, Math.max(0, pending.length - HEAD_END.length));
    const length = end < 0 ? all.length : end + HEAD_END.length;
    if (this.headBytes + length > MAX_HEAD_BYTES) throw new HeadOverflow();
    if (end < 0) {
      checkBeginning(all, pending.length);
      this.pending = all;
      return bytes.length;
    }
    this.pending = EMPTY;
    this.headBytes += length;
    this.begin(readResponseHead(Buffer.from(all.subarray(0, length))));
    return start + length - pending.length;
  }

  private begin(head: ResponseHead): void {
    if (head.status === 101) throw new SyntaxFault("a change of protocol was not asked for");
    // Interim answers (RFC 9110, 15.2) are not the answer, and it must come on the same connection.
    if (head.status < 200 && head.last) throw new SyntaxFault("Unexpected end after 1xx");
    if (head.status < 200) return;
    this.head = head;
    this.progress.phase = "body";
    if (head.framing.by !== "length") return;
    this.progress.declared = head.framing.length;
    this.done = head.framing.length === 0;
    this.capBody(head.framing.length);
  }

  private readBody({ framing }: ResponseHead, bytes: Buffer, at: number): number {
    if (framing.by === "chunks") {
      const before = this.pieces.length;
      const next = this.chunks.read(bytes, at, this.take);
      this.joinFrom(before);
      this.done = this.chunks.done;
      return next;
    }
    const wanted =
      framing.by === "length" ? framing.length - this.progress.received : bytes.length - at;
    const piece = bytes.subarray(at, at + wanted);
    if (piece.length > 0) this.take(piece);
    this.done = framing.by === "length" && this.progress.received === framing.length;
    return at + piece.length;
  }

  private readonly take = (piece: Buffer): void => {
    this.progress.received += piece.length;
    this.capBody(this.progress.received);
    this.pieces.push(Buffer.from(piece));
  };

  /** A Buffer takes a hundred bytes of its own: one for each chunk of a single byte would fill the memory. */
  private joinFrom(first: number): void {
    const { pieces } = this;
    if (pieces.length - first > 1) pieces.push(Buffer.concat(pieces.splice(first)));
  }

  private capBody(bytes: number): void {
    const { maxAnswerBytes } = this.limits;
    if (bytes <= maxAnswerBytes) return;
    const message = `the body of the answer is larger than ${describeBytes(maxAnswerBytes)}`;
    throw new BrokenExchangeError("too-large", message);
  }
}

/**
 * Whether the bytes are a whole answer with that very head, and nothing more: what nearly every answer
 * is, and known in a tenth of the time that reading takes. A head ends with its first empty line, so
 * bytes that begin with one head cannot begin with a longer one.
 */
export function isWholeAnswer(bytes: Buffer, { bytes: head, framing }: ResponseHead): boolean {
  return (
    framing.by === "length" &&
    bytes.length === head.length + framing.length &&
    beginsWith(bytes, 0, head)
  );
}

function beginsWith(bytes: Buffer, start: number, head: Buffer): boolean {
  const end = start + head.length;
  return end <= bytes.length && head.compare(bytes, start, end) === 0;
}
