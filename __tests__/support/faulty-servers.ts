import type { Socket } from "node:net";
import { createGzip } from "node:zlib";
import { answerBytes, type Respond, type RunningServer, startRawServer } from "./raw-server";

const SHORT = answerBytes(200, { "content-length": "100" }, "only a part");

/** Ways to answer badly, each from its first request on. */
export const FAULTS = {
  /** Takes the request and says nothing. */
  hangBeforeHead: () => {},
  hangInHead: (socket) => socket.write("HTTP/1.1 200 OK\r\ncontent-ty"),
  hangInBody: (socket) => socket.write(SHORT),
  resetBeforeHead: (socket) => socket.resetAndDestroy(),
  resetInHead: (socket) => socket.write("HTTP/1.1 200 OK\r\ncont", () => resetSoon(socket)),
  resetInBody: (socket) => socket.write(SHORT, () => resetSoon(socket)),
  closeBeforeHead: (socket) => socket.end(),
  closeInHead: (socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-ty"),
  /** Fewer bytes than content-length says. */
  closeInBody: (socket) => socket.end(SHORT),
  closeInChunkedBody: (socket) =>
    socket.end(
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n5\r\nhel",
    ),
  notHttp: (socket) => socket.write("SSH-2.0-OpenSSH_9.6\r\n"),
  badHeader: (socket) =>
    socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nbad header\r\n\r\n{}"),
  badChunk: (socket) =>
    socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nnot-hex\r\n"),
  uninvitedContinue: (socket) => socket.write("HTTP/1.1 100 Continue\r\n\r\n"),
  uninvitedUpgrade: (socket) =>
    socket.write("HTTP/1.1 101 Switching\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n"),
  endlessBody: (socket) => {
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    writeForever(socket, Buffer.alloc(64 * 1024, "x"));
  },
  /** Says at once that the body is a tebibyte. */
  hugeContentLength: (socket) =>
    socket.write("HTTP/1.1 200 OK\r\ncontent-length: 1099511627776\r\n\r\nx"),
  endlessHeaders: (socket) => {
    socket.write("HTTP/1.1 200 OK\r\n");
    writeForever(socket, Buffer.from(`x-filler: ${"y".repeat(1000)}\r\n`));
  },
  endlessHeader: (socket) => {
    socket.write("HTTP/1.1 200 OK\r\nx-filler: ");
    writeForever(socket, Buffer.alloc(4096, "y"));
  },
  badGzip: (socket) =>
    socket.write(answerBytes(200, { "content-encoding": "gzip" }, "this is not gzip")),
  unknownEncoding: (socket) =>
    socket.write(answerBytes(200, { "content-encoding": "zstd" }, "no one asked for this")),
  /** One byte each 20 ms, never coming to an end. */
  trickle: (socket) => {
    socket.write("HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n");
    const timer = setInterval(() => socket.write("x"), 20);
    socket.on("close", () => clearInterval(timer));
  },
} satisfies Record<string, Respond>;

export type Fault = keyof typeof FAULTS;

export function startFaultyServer(fault: Fault): Promise<RunningServer> {
  return startRawServer(FAULTS[fault]);
}

/** `mebibytes` of zeros as gzip, about a thousandth of that on the wire. */
export async function gzipBomb(mebibytes: number): Promise<Buffer> {
  const gzip = createGzip();
  const chunks: Buffer[] = [];
  gzip.on("data", (chunk: Buffer) => chunks.push(chunk));
  const zeros = Buffer.alloc(1024 * 1024);
  for (let i = 0; i < mebibytes; i += 1) {
    await new Promise<void>((resolve) => gzip.write(zeros, () => resolve()));
  }
  await new Promise<void>((resolve) => gzip.end(() => resolve()));
  return Buffer.concat(chunks);
}

/** What was written first must arrive before the reset, which overtakes it otherwise. */
function resetSoon(socket: Socket): void {
  setTimeout(() => socket.resetAndDestroy(), 200);
}

function writeForever(socket: Socket, chunk: Buffer): void {
  const write = () => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on("drain", write);
  write();
}
