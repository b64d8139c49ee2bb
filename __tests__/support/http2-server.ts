import {
  createSecureServer,
  createServer,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import type { AddressInfo } from "node:net";
import { readPem } from "./raw-server";

export interface Http2Call {
  stream: ServerHttp2Stream;
  headers: Record<string, string>;
  /** The message, without its frame of five bytes. */
  message: Buffer;
}

export interface RunningHttp2Server {
  url: string;
  /** Connections that a call came on. */
  readonly sessions: number;
  readonly calls: readonly Http2Call[];
  close(): Promise<void>;
}

/** A message in the frame of grpc/grpc `doc/PROTOCOL-HTTP2.md`. */
export function framed(message: Buffer): Buffer {
  const frame = Buffer.alloc(5);
  frame.writeUInt32BE(message.length, 1);
  return Buffer.concat([frame, message]);
}

const HEAD = { ":status": 200, "content-type": "application/grpc" };

/** Answers with this message and status, the status in trailers. */
export function answerCall(
  stream: ServerHttp2Stream,
  message: Buffer,
  trailers: Record<string, string> = {},
): void {
  stream.respond({ ...HEAD, "x-head": "1" }, { waitForTrailers: true });
  stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0", ...trailers }));
  stream.end(framed(message));
}

/** A status in a head of its own, as most servers refuse. */
export function refuseCall(stream: ServerHttp2Stream, code: number, message?: string): void {
  const text = message === undefined ? {} : { "grpc-message": encodeURI(message) };
  stream.respond({ ...HEAD, "grpc-status": String(code), ...text }, { endStream: true });
}

/** An HTTP/2 server on a free loopback port that can answer calls in any way, the wrong ones too. */
export async function startHttp2Server(
  respond: (call: Http2Call, session: ServerHttp2Session) => void,
  certificate?: string,
): Promise<RunningHttp2Server> {
  const sessions = new Set<ServerHttp2Session>();
  const calls: Http2Call[] = [];
  const used = new Set<ServerHttp2Session>();
  const server =
    certificate === undefined
      ? createServer()
      : createSecureServer({ cert: readPem(certificate), key: readPem("key") });
  server.on("session", (session) => {
    sessions.add(session);
    session.on("error", () => {});
    session.on("close", () => sessions.delete(session));
  });
  server.on("stream", (stream: ServerHttp2Stream, headers) => {
    const chunks: Buffer[] = [];
    used.add(stream.session as ServerHttp2Session);
    stream.on("error", () => {});
    stream.on("data", (chunk) => chunks.push(Buffer.from(chunk)));
    stream.on("end", () => {
      const call = {
        stream,
        headers: headers as Record<string, string>,
        message: Buffer.concat(chunks).subarray(5),
      };
      calls.push(call);
      respond(call, stream.session as ServerHttp2Session);
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${certificate === undefined ? "grpc" : "grpcs"}://127.0.0.1:${port}`,
    get sessions() {
      return used.size;
    },
    calls,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        for (const session of sessions) session.destroy();
      }),
  };
}
