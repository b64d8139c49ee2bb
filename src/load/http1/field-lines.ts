import { SyntaxFault } from "./syntax-fault";

const CR = 0x0d;
const LF = 0x0a;
const SP = 0x20;
const TAB = 0x09;
const COLON = 0x3a;

/** 1 for the characters of a token (RFC 9110, 5.6.2), of which names are made. */
const TOKEN = tableOf(/[!#$%&'*+.^_`|~0-9A-Za-z-]/);
/** 1 for the characters of a value (RFC 9110, 5.5): visible ones, spaces and obs-text. */
export const TEXT = tableOf(/[\t\x20-\x7e\x80-\xff]/);

function tableOf(pattern: RegExp): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) =>
    pattern.test(String.fromCharCode(byte)) ? 1 : 0,
  );
}

/**
 * Names and values in turn of the field lines from `start` to the empty line that ends them, which
 * must be there and end where the bytes end. As strict as RFC 9112 lets a client be: a fold, a bare
 * line feed or a space before the colon are read in two ways by different software, and whoever can
 * make a proxy and a client disagree on where an answer ends can pass one answer off as another.
 */
export function readFieldLines(bytes: Buffer, start: number): Buffer[] {
  const fields: Buffer[] = [];
  let at = start;
  while (bytes[at] !== CR) {
    const nameEnd = endOf(TOKEN, bytes, at);
    if (nameEnd === at || bytes[nameEnd] !== COLON) throw faultIn(bytes, at, nameEnd);
    const lineEnd = endOf(TEXT, bytes, nameEnd + 1);
    expectLineEnd(bytes, lineEnd);
    fields.push(bytes.subarray(at, nameEnd), trimmed(bytes, nameEnd + 1, lineEnd));
    at = lineEnd + 2;
  }
  expectLineEnd(bytes, at);
  if (at + 2 !== bytes.length) throw new SyntaxFault("Unexpected end of the head");
  return fields;
}

/** The first place from `at` on that the table does not hold. */
export function endOf(table: Uint8Array, bytes: Buffer, at: number): number {
  let end = at;
  while (table[bytes[end] as number] === 1) end++;
  return end;
}

export function expectLineEnd(bytes: Buffer, at: number): void {
  if (bytes[at] !== CR || bytes[at + 1] !== LF) throw new SyntaxFault("Invalid header value char");
}

function trimmed(bytes: Buffer, from: number, to: number): Buffer {
  let [start, end] = [from, to];
  while (start < end && isBlank(bytes[start])) start++;
  while (end > start && isBlank(bytes[end - 1])) end--;
  return bytes.subarray(start, end);
}

function isBlank(byte: number | undefined): boolean {
  return byte === SP || byte === TAB;
}

function faultIn(bytes: Buffer, lineStart: number, at: number): SyntaxFault {
  return isBlank(bytes[lineStart]) && at === lineStart
    ? new SyntaxFault("Unexpected whitespace after header value")
    : new SyntaxFault("Invalid header token");
}

/** Of the fields with that name, which is lower case. */
export function valuesOf(headers: Buffer[], name: string): string[] {
  const values: string[] = [];
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const given = headers[i] as Buffer;
    // Lengths first: most names are ruled out by them.
    if (given.length === name.length && given.toString("latin1").toLowerCase() === name) {
      values.push((headers[i + 1] as Buffer).toString("latin1"));
    }
  }
  return values;
}
