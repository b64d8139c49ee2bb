import { connect, createServer, type Server, type Socket } from "node:net";

export interface Forward {
  /** Nothing listens any more, and what was open is cut. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  close(): Promise<void>;
}

/** A port of the loopback address behind which a server can go away and come back. */
export async function startForward(port: number, to: () => number): Promise<Forward> {
  const sockets = new Set<Socket>();
  let server: Server;
  const mend = async () => {
    server = createServer((socket) => {
      const onward = connect(to(), "127.0.0.1");
      for (const one of [socket, onward]) {
        sockets.add(one);
        one.on("error", () => {});
        one.on("close", () => sockets.delete(one));
      }
      socket.pipe(onward).pipe(socket);
    });
    await new Promise<void>((listening) => server.listen(port, "127.0.0.1", listening));
  };
  const cut = async () => {
    const closed = new Promise((done) => server.close(done));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await mend();
  return { cut, mend, close: () => cut() };
}
