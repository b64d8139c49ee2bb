import { KEEP_ALIVE_MARGIN_MS, KEEP_ALIVE_MS } from "../../http/dispatcher";
import { endOf, expectLineEnd, readFieldLines, TEXT, valuesOf } from "./field-lines";
import { SyntaxFault } from "./syntax-fault";

/** How the end of a body is known (RFC 9112, 6.3). */
export type Framing =
  | { by: "length"; length: number }
  | { by: "chunks" }
  /** The connection's end is the body's. */
  | { by: "close" };

export interface ResponseHead {
  /** All of it, with the empty line: an equal one need not be read again. */
  bytes: Buffer;
  status: number;
  /** Names and values in turn. */
  headers: Buffer[];
  framing: Framing;
  /** Nothing comes after it on this connection. */
  last: boolean;
  /** How long the connection may be kept for another request, milliseconds; 0 for not at all. */
  keepMs: number;
}

const NO_BODY: Framing = { by: "length", length: 0 };
/** Longer is no length but an attempt to overflow one: 10^15 bytes. */
const MOST_LENGTH_DIGITS = 15;

/** @param bytes from the status line to the empty line, which they end with; kept, not copied */
export function readResponseHead(bytes: Buffer): ResponseHead {
  const { minor, status, next } = readStatusLine(bytes);
  const headers = readFieldLines(bytes, next);
  const framing = framingOf(status, headers);
  const last = framing.by === "close" || !staysOpen(minor, headers);
  return { bytes, status, headers, framing, last, keepMs: last ? 0 : keepMsOf(headers) };
}

/**
 * Whether a head that is not whole yet can become one: what is none already may never end.
 *
 * @param checked so many bytes were found good before
 */
export function checkBeginning(bytes: Buffer, checked = 0): void {
  const length = Math.min(bytes.length, VERSION.length);
  if (VERSION.compare(bytes, 0, length, 0, length) !== 0) throw new SyntaxFault("Expected HTTP/");
  for (let at = bytes.indexOf(LF, checked); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at - 1] !== CR) throw new SyntaxFault("Missing expected CR before LF");
  }
}

const CR = 0x0d;
const LF = 0x0a;
const SP = 0x20;
const VERSION = Buffer.from("HTTP/1.");

/** `HTTP/1.1 200 OK`; the reason may be missing, and with it, in practice, the space before it. */
function readStatusLine(bytes: Buffer): { minor: number; status: number; next: number } {
  checkBeginning(bytes.subarray(0, VERSION.length));
  const minor = digit(bytes[7]);
  if (minor < 0 || minor > 1 || bytes[8] !== SP) throw new SyntaxFault("Invalid HTTP version");
  const [hundreds, tens, ones] = [digit(bytes[9]), digit(bytes[10]), digit(bytes[11])];
  if (hundreds < 1 || tens < 0 || ones < 0) throw new SyntaxFault("Invalid status code");
  if (bytes[12] !== SP && bytes[12] !== CR) {
    throw new SyntaxFault("Invalid response status");
  }
  const end = endOf(TEXT, bytes, 12);
  expectLineEnd(bytes, end);
  return { minor, status: 100 * hundreds + 10 * tens + ones, next: end + 2 };
}

/** The digit's value; negative where it is none. */
function digit(byte: number | undefined): number {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : -1;
}

/**
 * A length said twice, or beside an encoding that sets its own end, is an error even where RFC 9112
 * lets a client guess: the two ways to read it are what response smuggling is made of (11.2).
 */
function framingOf(status: number, headers: Buffer[]): Framing {
  const lengths = valuesOf(headers, "content-length");
  const encodings = valuesOf(headers, "transfer-encoding");
  if (lengths.length > 1) throw new SyntaxFault("Content-Length already present");
  if (lengths.length > 0 && encodings.length > 0) {
    throw new SyntaxFault("Content-Length can't be present with Transfer-Encoding");
  }
  const [length] = lengths;
  if (length !== undefined && !LENGTH.test(length)) {
    throw new SyntaxFault("Invalid character in Content-Length");
  }
  if (encodings.length > 0 && encodings.join().trim().toLowerCase() !== "chunked") {
    throw new SyntaxFault("Unsupported Transfer-Encoding");
  }
  if (status === 204 && Number(length ?? 0) > 0) {
    throw new SyntaxFault("Content-Length in an answer without a body");
  }
  if (status < 200 || status === 204 || status === 304) return NO_BODY;
  if (encodings.length > 0) return { by: "chunks" };
  return length === undefined ? { by: "close" } : { by: "length", length: Number(length) };
}

const LENGTH = new RegExp(`^\\d{1,${MOST_LENGTH_DIGITS}}$`);

function staysOpen(minor: number, headers: Buffer[]): boolean {
  const options = valuesOf(headers, "connection")
    .join()
    .toLowerCase()
    .split(",")
    .map((option) => option.trim());
  if (options.includes("close")) return false;
  // Chunks in an answer of HTTP/1.0 are not to be trusted beyond it (RFC 9112, 6.1).
  return minor === 1 || (options.includes("keep-alive") && !has(headers, "transfer-encoding"));
}

/** The server's own limit, less what the way there takes. */
function keepMsOf(headers: Buffer[]): number {
  const [, seconds] =
    /(?:^|[,\s])timeout=(\d{1,6})/i.exec(valuesOf(headers, "keep-alive").join()) ?? [];
  return seconds === undefined
    ? KEEP_ALIVE_MS
    : Math.max(0, Math.min(KEEP_ALIVE_MS, Number(seconds) * 1000 - KEEP_ALIVE_MARGIN_MS));
}

function has(headers: Buffer[], name: string): boolean {
  return valuesOf(headers, name).length > 0;
}
