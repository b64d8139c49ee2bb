import { readFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";

const TLS = join(__dirname, "..", "fixtures", "tls");
export const readPem = (name: string) => readFileSync(join(TLS, `${name}.pem`), "utf8");

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** Heads of the requests so far, with their bodies. */
  readonly requests: readonly string[];
  /** Connections accepted so far. */
  readonly connections: number;
  /** Bytes handed to the sockets of all connections. */
  readonly bytesWritten: number;
  close(): Promise<void>;
}

/** Called for each complete request; `nth` counts those of its own connection from 1. */
export type Respond = (socket: Socket, request: string, nth: number) => void;

export interface RawServerOptions {
  /** Name of a certificate fixture; without it, plain TCP. */
  certificate?: string;
  /** Called when a connection is accepted. */
  onAccept?: (socket: Socket) => void;
}

/** A server that writes whatever bytes it is told to, on a free loopback port. */
export async function startRawServer(
  respond: Respond,
  { certificate, onAccept }: RawServerOptions = {},
): Promise<RunningServer> {
  const sockets = new Set<Socket>();
  const all: Socket[] = [];
  const requests: string[] = [];
  const accept = (socket: Socket) => {
    sockets.add(socket);
    all.push(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    onAccept?.(socket);
    let pending = "";
    let nth = 0;
    socket.on("data", (chunk) => {
      pending += chunk.toString("latin1");
      for (let size = requestSize(pending); size !== null; size = requestSize(pending)) {
        const request = pending.slice(0, size);
        pending = pending.slice(size);
        requests.push(request);
        nth += 1;
        respond(socket, request, nth);
      }
    });
  };
  const server: Server =
    certificate === undefined
      ? createServer(accept)
      : createTlsServer({ key: readPem("key"), cert: readPem(certificate) }, accept);
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${certificate === undefined ? "http" : "https"}://127.0.0.1:${port}`,
    port,
    requests,
    get connections() {
      return all.length;
    },
    get bytesWritten() {
      return all.reduce((sum, socket) => sum + socket.bytesWritten, 0);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Length of the first complete request in `text`, null while there is none. */
function requestSize(text: string): number | null {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return null;
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(text.slice(0, end))?.[1] ?? 0);
  return text.length >= end + 4 + length ? end + 4 + length : null;
}

/** A whole answer as bytes. */
export function answerBytes(
  status: number,
  headers: Record<string, string>,
  body: string | Buffer = "",
): Buffer {
  const bytes = Buffer.from(body);
  const lines = Object.entries({ "content-length": String(bytes.length), ...headers });
  const head = [`HTTP/1.1 ${status} Status`, ...lines.map(([name, value]) => `${name}: ${value}`)];
  return Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`, "latin1"), bytes]);
}
