/**
 * A model server that takes batches, in a thread of its own: y = 2x for each row. A request takes
 * `fixedMs` and `rowMs` × rows ^ `exponent`. `workerData` says what else it does.
 */
const { createServer } = require("node:http");
const { parentPort, workerData } = require("node:worker_threads");

const {
  fixedMs = 1,
  rowMs = 0.1,
  exponent = 1,
  /** More rows are answered with this status, or not at all. */
  mostRows = Infinity,
  past = 413,
  /** After a request that is too large nothing is answered any more. */
  diesOf = false,
  /** In batches of so many and more, two rows get each other's answers. */
  swapAt = Infinity,
} = workerData;

let dead = false;

const server = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const { xs, text } = JSON.parse(Buffer.concat(chunks).toString());
    const rows = text === undefined ? xs.length : text.split(" ").length;
    if (dead) return;
    if (rows > mostRows) {
      dead = diesOf;
      return void (past === "nothing" || send(response, past, { error: "too many rows" }));
    }
    const ys = text === undefined ? xs.map((x) => 2 * x) : [text.length];
    if (ys.length >= swapAt) [ys[0], ys[1]] = [ys[1], ys[0]];
    const takesMs = fixedMs + rowMs * rows ** exponent;
    const until = performance.now() + takesMs;
    // Timers go by whole milliseconds, and a server that only waits is not held up by others.
    setTimeout(() => {
      while (performance.now() < until);
      send(response, 200, { ys });
    }, takesMs - 1);
  });
});

function send(response, status, body) {
  const text = JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json", "content-length": text.length });
  response.end(text);
}

server.keepAliveTimeout = 30_000;
server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
