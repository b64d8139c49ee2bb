/**
 * Entry of `dist/load-loopback.cjs`: a server that does nothing but answer, so that what a generator
 * can send to it is what this machine can send.
 */
import { type AddressInfo, createServer, type Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";

/** All requests are alike: one is whole when so many bytes have come. Told when the port is known, which is part of them. */
let requestBytes = Number.POSITIVE_INFINITY;
parentPort?.on("message", (bytes: number) => {
  requestBytes = bytes;
});

const answer = Buffer.from(workerData as Uint8Array);

function serve(socket: Socket): void {
  let received = 0;
  socket.setNoDelay(true);
  socket.on("error", () => socket.destroy());
  socket.on("data", (bytes) => {
    received += bytes.length;
    if (received < requestBytes) return;
    received -= requestBytes;
    socket.write(answer);
  });
}

const server = createServer(serve);
server.listen(0, "127.0.0.1", () => {
  parentPort?.postMessage((server.address() as AddressInfo).port);
});
