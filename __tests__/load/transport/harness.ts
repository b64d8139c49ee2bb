import type { Socket } from "node:net";
import { classifyFailure } from "../../../src/http/classify-failure";
import type { PreparedRequest } from "../../../src/http/prepare";
import type { HttpTarget } from "../../../src/http/types";
import { Http1Transport } from "../../../src/load/http1/http1-transport";
import { DispatcherTransport } from "../../../src/load/transport/dispatcher-transport";
import type { Transport, TransportLimits } from "../../../src/load/transport/transport";
import { targetOf, track } from "../../http/harness";
import { type RunningServer, startRawServer } from "../../support/raw-server";

export interface Outcome {
  /** "answer", or what kind of failure it was. */
  kind: string;
  status?: number;
  headers?: [string, string][];
  body?: string;
  message?: string;
  events: string[];
}

/** What a server does with the n-th request on one of its connections, each counted from 0. */
export type Script = (socket: Socket, n: number, connection: number) => void;

export async function serve(script: Script, certificate?: string): Promise<RunningServer> {
  const connections = new Map<Socket, number>();
  const respond = (socket: Socket, _: string, nth: number) =>
    script(socket, nth - 1, connections.get(socket) as number);
  const onAccept = (socket: Socket) => {
    socket.setNoDelay(true);
    connections.set(socket, connections.size);
  };
  return track(
    await startRawServer(respond, { onAccept, ...(certificate ? { certificate } : {}) }),
  );
}

const POST = { method: "POST", path: "/infer", headers: { "content-type": "text/plain" } };
const BODY = Buffer.from("hello");

/** Two inputs, so that heads are known by the request that they answer. */
export function requestsTo(url: string, given: Partial<PreparedRequest> = {}): PreparedRequest[] {
  const shared = { ...POST, origin: url, body: BODY, ...given } as PreparedRequest;
  return [shared, { ...shared, path: "/other" }];
}

export const LIMITS: TransportLimits = {
  mostInFlight: 8,
  maxAnswerBytes: 1_000_000,
  streamClock: null,
};

type Opening = (
  target: HttpTarget,
  requests: readonly PreparedRequest[],
  limits: TransportLimits,
) => Transport;

export const TRANSPORTS: [name: string, open: Opening][] = [
  ["our own client", (...given) => new Http1Transport(...given)],
  ["undici", (...given) => new DispatcherTransport(...given)],
];

export interface Opened {
  ask(request?: number): Promise<Outcome>;
  transport: Transport;
}

/** @param patienceMs after so long a request is given up, as the loop would */
export function openBy(
  openTransport: Opening,
  url: string,
  {
    patienceMs = 2_000,
    limits = {},
    target = {},
    request = {},
  }: {
    patienceMs?: number;
    limits?: Partial<TransportLimits>;
    target?: Partial<HttpTarget>;
    request?: Partial<PreparedRequest>;
  } = {},
): Opened {
  const to = targetOf(url, target);
  const transport = track(openTransport(to, requestsTo(url, request), { ...LIMITS, ...limits }));
  let asked = 0;
  const ask = (input = 0) =>
    new Promise<Outcome>((resolve) => {
      const events: string[] = [];
      const settle = (outcome: Omit<Outcome, "events">) => {
        clearTimeout(timer);
        // Undici takes a turn of the event loop to make a connection free again.
        setImmediate(() => setImmediate(resolve, { ...outcome, events }));
      };
      const sent = transport.send(input, asked++, {
        written: () => events.push("written"),
        firstByte: () => events.push("first byte"),
        answered: (_, { status, headers, body }) => {
          const pairs = headers.map(String);
          settle({
            kind: "answer",
            status,
            headers: pairs.flatMap((name, i) =>
              i % 2 === 0 ? [[name.toLowerCase(), pairs[i + 1] as string] as [string, string]] : [],
            ),
            body: body.toString("latin1"),
          });
        },
        failed: (_, error, progress) => {
          const at = { hostname: "127.0.0.1", host: "127.0.0.1:1" };
          settle(classifyFailure(error, progress, at));
        },
      });
      const timer = setTimeout(() => {
        sent.cancel();
        settle({ kind: "given up" });
      }, patienceMs);
    });
  return { ask, transport };
}
