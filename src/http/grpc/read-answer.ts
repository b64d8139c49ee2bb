import { BrokenExchangeError, describeBytes } from "../broken-exchange";
import { type EndedCall, joinMetadata } from "./call";
import { MAX_MESSAGE_BYTES } from "./channel";
import { readCode } from "./status";

/** A call's end as an HTTP answer would be. */
export interface CallAnswer {
  /** That of the gRPC status (`status.ts`). */
  status: number;
  /** All metadata, and `grpc-status` with the code's name. */
  headers: Record<string, string>;
  /** The message, or the text of a status that is not OK. */
  body: Buffer;
}

/** Throws what the connection did, where there is no answer. */
export function readAnswer({ status, head, message }: EndedCall): CallAnswer {
  const trailers = joinMetadata(status.metadata);
  // A status that came in a head of its own brought that head's content type along.
  if (!("content-type" in trailers)) throwIfLocal(status.details);
  const http = HTTP_STATUS.exec(status.details);
  const headers = { ...head, ...trailers };
  const text = Buffer.from(status.details);
  if (http) return { status: Number(http[1]), headers, body: text };
  const { name, httpStatus } = readCode(status.code);
  const named = { ...headers, "grpc-status": `${status.code} ${name}` };
  if (httpStatus !== 200) return { status: httpStatus, headers: named, body: text };
  if (message === null) {
    throw new BrokenExchangeError("invalid-http", "the gRPC status is OK, but no message came");
  }
  return { status: 200, headers: named, body: message };
}

/** How grpc-js tells that a proxy or another server answered, which knows nothing of gRPC. */
const HTTP_STATUS = /^Received HTTP status code (\d+)$/;

const broken = (kind: BrokenExchangeError["kind"], message: string) => () =>
  new BrokenExchangeError(kind, message);

/** Where nothing is known but that the connection is gone; the code is what sockets say then. */
const lost = (details: string) => {
  const [code = "ECONNRESET"] = /\bE[A-Z]{4,}\b/.exec(details) ?? [];
  return Object.assign(new Error(details), { code });
};

/** grpc-js ends calls with a status of its own, too: by these texts (`subchannel-call.ts` and others of 1.14). */
const LOCAL: readonly [text: RegExp, error: (details: string) => Error][] = [
  [
    /^Received message (larger than max|that decompresses to a size larger)/,
    broken("too-large", `the answer is larger than ${describeBytes(MAX_MESSAGE_BYTES)}`),
  ],
  [
    /^Failed to decompress|^Received (compressed message|message compressed)/,
    broken("bad-encoding", "the message is not compressed as its head says"),
  ],
  [
    /^Received HTTP status code 200$|^No status information received|Call ended without gRPC status/,
    broken("invalid-http", "the answer carries no gRPC status"),
  ],
  [/^Deadline exceeded after/, broken("timeout", "no answer in time")],
  [
    /^(Connection dropped|Call cancelled|Stream refused|Received RST_STREAM|Write (error|failed)|Failed to start HTTP)/,
    lost,
  ],
  [/^(Bandwidth exhausted|Protocol not secure|No connection established|read ECONN|write E)/, lost],
];

function throwIfLocal(details: string): void {
  const local = LOCAL.find(([text]) => text.test(details));
  if (local) throw local[1](details);
}
