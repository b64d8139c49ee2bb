import { createServer, request as forward } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

export interface RunningProxy {
  readonly url: string;
  /** Request lines as they came: "CONNECT model.test:443" or "GET http://model.test/path". */
  readonly lines: readonly string[];
  /** All header names and values seen by the proxy itself. */
  readonly headers: readonly string[];
  close(): Promise<void>;
}

/**
 * A forward proxy on loopback for both forms, absolute and CONNECT. Every host is `targetPort` on
 * loopback, so that a test can use a name that no resolver knows. `refuse` answers with that status.
 */
export async function startProxy(targetPort: number, refuse?: number): Promise<RunningProxy> {
  const lines: string[] = [];
  const headers: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((incoming, outgoing) => {
    lines.push(`${incoming.method} ${incoming.url}`);
    headers.push(...incoming.rawHeaders);
    if (refuse !== undefined) {
      outgoing.writeHead(refuse).end();
      return;
    }
    const url = new URL(incoming.url ?? "");
    const { method, headers: given } = incoming;
    const path = url.pathname + url.search;
    const onward = forward({ host: "127.0.0.1", port: targetPort, path, method, headers: given });
    onward.on("response", (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.on("connect", (incoming, client: Socket) => {
    lines.push(`CONNECT ${incoming.url}`);
    headers.push(...incoming.rawHeaders);
    client.on("error", () => {});
    if (refuse !== undefined) {
      client.end(`HTTP/1.1 ${refuse} Refused\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const target = connect(targetPort, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connected\r\n\r\n");
      client.pipe(target).pipe(client);
    });
    target.on("error", () => client.destroy());
    sockets.add(target);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lines,
    headers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
