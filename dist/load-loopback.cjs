"use strict";

// src/load/calibration/loopback-server.ts
var import_node_net = require("node:net");
var import_node_worker_threads = require("node:worker_threads");
var requestBytes = Number.POSITIVE_INFINITY;
import_node_worker_threads.parentPort?.on("message", (bytes) => {
  requestBytes = bytes;
});
var answer = Buffer.from(import_node_worker_threads.workerData);
function serve(socket) {
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
var server = (0, import_node_net.createServer)(serve);
server.listen(0, "127.0.0.1", () => {
  import_node_worker_threads.parentPort?.postMessage(server.address().port);
});
