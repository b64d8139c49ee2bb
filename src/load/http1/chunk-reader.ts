import { MAX_HEAD_BYTES } from "../../http/dispatcher";
import { endOf, expectLineEnd, readFieldLines, valuesOf } from "./field-lines";
import { HeadOverflow, SyntaxFault } from "./syntax-fault";

const CR = 0x0d;
const LF = 0x0a;
const CRLF_BYTES = 2;
const EMPTY = Buffer.alloc(0);
/** A size with its extensions, or one trailer. */
const MOST_LINE_BYTES = 16 * 1024;
const HEX = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[0-9a-fA-F]/.test(String.fromCharCode(byte)) ? 1 : 0,
);

/** Takes a body in chunks apart (RFC 9112, 7.1). Extensions and trailers are checked and dropped. */
export class ChunkReader {
  done = false;
  private expects: "size" | "data" | "data end" | "trailers" = "size";
  /** Bytes of this chunk that are still to come. */
  private left = 0;
  /** What has come of a line that is not whole. */
  private line = EMPTY;
  private trailers = EMPTY;

  /**
   * Reads on from `start`, and hands over each piece of the body.
   *
   * @returns the first place that does not belong to the body any more
   */
  read(bytes: Buffer, start: number, take: (piece: Buffer) => void): number {
    let at = start;
    while (at < bytes.length && !this.done) {
      at = this.expects === "data" ? this.readData(bytes, at, take) : this.readLine(bytes, at);
    }
    return at;
  }

  private readData(bytes: Buffer, at: number, take: (piece: Buffer) => void): number {
    const piece = bytes.subarray(at, at + this.left);
    this.left -= piece.length;
    if (this.left === 0) this.expects = "data end";
    take(piece);
    return at + piece.length;
  }

  private readLine(bytes: Buffer, at: number): number {
    const feed = bytes.indexOf(LF, at);
    const end = feed < 0 ? bytes.length : feed + 1;
    const part = bytes.subarray(at, end);
    this.line = this.line.length === 0 ? Buffer.from(part) : Buffer.concat([this.line, part]);
    if (this.line.length > MOST_LINE_BYTES) throw new HeadOverflow();
    this.checkBeginning();
    if (feed >= 0) this.endLine();
    return end;
  }

  /** What can be wrong with a line is said before it ends, for it may never do so. */
  private checkBeginning(): void {
    if (this.expects === "data end" && this.line[0] !== CR) {
      throw new SyntaxFault("Expected LF after chunk data");
    }
    if (this.expects === "size" && endOf(HEX, this.line, 0) === 0) {
      throw new SyntaxFault("Invalid character in chunk size");
    }
  }

  private endLine(): void {
    const { line } = this;
    this.line = EMPTY;
    expectLineEnd(line, line.length - CRLF_BYTES);
    if (this.expects === "size") {
      this.left = sizeOf(line);
      this.expects = this.left === 0 ? "trailers" : "data";
    } else if (this.expects === "data end") {
      if (line.length !== CRLF_BYTES) throw new SyntaxFault("Expected LF after chunk data");
      this.expects = "size";
    } else {
      this.addTrailer(line);
    }
  }

  private addTrailer(line: Buffer): void {
    this.trailers = Buffer.concat([this.trailers, line]);
    if (this.trailers.length > MAX_HEAD_BYTES) throw new HeadOverflow();
    if (line.length !== CRLF_BYTES) return;
    refuseFraming(readFieldLines(this.trailers, 0));
    this.done = true;
  }
}

/** No trailer may say where the body ends that it comes after (RFC 9110, 6.5.1). */
function refuseFraming(trailers: Buffer[]): void {
  const found = ["content-length", "transfer-encoding"].filter(
    (name) => valuesOf(trailers, name).length > 0,
  );
  if (found.length > 0) throw new SyntaxFault("Content-Length after Transfer-Encoding");
}

const NAME = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const QUOTED = '"(?:[\\t !#-\\[\\]-~\\x80-\\xff]|\\\\[\\t -~\\x80-\\xff])*"';
/** Twelve digits, 2^48 bytes, and extensions: `1a`, `1a;name`, `1a;name=value;name="a value"`. */
const SIZE_LINE = new RegExp(`^([0-9a-fA-F]{1,12})(?:;${NAME}(?:=(?:${NAME}|${QUOTED}))?)*\\r\\n$`);

function sizeOf(line: Buffer): number {
  const [, digits] = SIZE_LINE.exec(line.toString("latin1")) ?? [];
  if (digits === undefined) throw new SyntaxFault("Invalid character in chunk size");
  return Number.parseInt(digits, 16);
}
