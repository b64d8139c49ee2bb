import type { Arrival } from "../http/types";

/** One server-sent event. */
export interface StreamEvent {
  /** "message" where the stream does not say. */
  event: string;
  data: string;
  /** Milliseconds from sending until the event was complete. */
  atMs: number;
}

export interface EventStream {
  events: StreamEvent[];
  /** Whether the stream ends within an event. */
  truncated: boolean;
}

const LF = 0x0a;
const CR = 0x0d;

/**
 * Server-sent events by the algorithm of the HTML standard ("Interpreting an event stream"): lines
 * end in LF, CR or CRLF, a line that begins with a colon is a comment (servers send such as pings),
 * an empty line ends an event, and what is not ended so does not count.
 *
 * Works on the whole body and the times at which its bytes came, so that no split of the network, be
 * it within a character, can change what is read.
 */
export function readEvents(body: Buffer, arrivals: readonly Arrival[]): EventStream {
  const events: StreamEvent[] = [];
  let event = "";
  let data: string[] = [];
  for (const { text, end } of linesOf(body)) {
    if (text === "") {
      const atMs = arrivalOf(end, arrivals);
      if (data.length > 0) events.push({ event: event || "message", data: data.join("\n"), atMs });
      event = "";
      data = [];
      continue;
    }
    const [field, value] = splitField(text);
    if (field === "data") data.push(value);
    if (field === "event") event = value;
  }
  const last = body.at(-1);
  return { events, truncated: data.length > 0 || (body.length > 0 && last !== LF && last !== CR) };
}

/** The lines that are ended, each with the offset after its end. */
function* linesOf(body: Buffer): Generator<{ text: string; end: number }> {
  // A byte order mark at the start is none of the text.
  let start = body.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0;
  for (let at = start; at < body.length; at++) {
    const byte = body[at];
    if (byte !== LF && byte !== CR) continue;
    const text = body.toString("utf8", start, at);
    if (byte === CR && body[at + 1] === LF) at++;
    start = at + 1;
    yield { text, end: start };
  }
}

function splitField(line: string): [field: string, value: string] {
  const colon = line.indexOf(":");
  if (colon < 0) return [line, ""];
  const value = line.slice(colon + 1);
  return [line.slice(0, colon), value.startsWith(" ") ? value.slice(1) : value];
}

/** When the piece came that holds the byte before this offset. */
function arrivalOf(offset: number, arrivals: readonly Arrival[]): number {
  let low = 0;
  let high = arrivals.length - 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((arrivals[middle] as Arrival).bytes >= offset) high = middle;
    else low = middle + 1;
  }
  return arrivals[low]?.atMs ?? Number.NaN;
}
