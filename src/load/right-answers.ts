import type { RawAnswer } from "./transport/transport";

/**
 * What in a head decides how a client reads the body. The rest, such as dates and ids, is another with
 * each answer and changes nothing.
 */
const READ_BY: ReadonlySet<string> = new Set([
  "content-type",
  "content-encoding",
  // Of Open Inference Protocol V2: where the JSON ends and raw tensors begin.
  "inference-header-content-length",
]);
const LENGTHS: ReadonlySet<number> = new Set(Array.from(READ_BY, ({ length }) => length));

interface Known {
  body: Buffer;
  reading: string;
  /** The last head that was found to say so: a client that does not read equal heads anew gives the very same. */
  head: RawAnswer["headers"] | null;
}

/**
 * For each input the answer that was found right last. One with the same bytes, to be read in the same
 * way, is right, too: the same bytes under another encoding or type are not what a client would read.
 */
export class RightAnswers {
  private readonly known: (Known | undefined)[] = [];

  has(input: number, answer: RawAnswer): boolean {
    const known = this.known[input];
    if (known === undefined || !known.body.equals(answer.body)) return false;
    if (known.head === answer.headers) return true;
    const alike = known.reading === readingOf(answer);
    if (alike) known.head = answer.headers;
    return alike;
  }

  /** Keeps the answer's body, without a copy. */
  add(input: number, answer: RawAnswer): void {
    this.known[input] = { body: answer.body, reading: readingOf(answer), head: null };
  }
}

/** Called for many an answer, and so without reading names that are ruled out by their lengths. */
function readingOf({ status, headers }: RawAnswer): string {
  let reading = String(status);
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const given = headers[i] as Buffer;
    if (!LENGTHS.has(given.length)) continue;
    const name = given.toString("latin1").toLowerCase();
    if (READ_BY.has(name)) reading += `\n${name}: ${(headers[i + 1] as Buffer).toString("latin1")}`;
  }
  return reading;
}
