/**
 * A model server of limited means, in a thread of its own. The model is y = 2x; one request after the
 * other takes `serviceMs`. `workerData` says what else is scarce.
 */
const { createServer } = require("node:http");
const { parentPort, workerData } = require("node:worker_threads");

const {
  serviceMs = 5,
  /** Connections that are served at the same time, each as long as its request lasts; others wait. */
  workers = Infinity,
  /** Connections are never forgotten: for each that was ever opened, a request costs so much more. */
  leakMs = 0,
  /** Everything stands still for so long for each MiB of a body. */
  mibMs = 0,
  /** With more requests than this waiting, everything stands still for half a second. */
  mostWaiting = Infinity,
  /** So many requests at once and more get each other's answers. */
  swapAt = Infinity,
} = workerData;

/** When the one and only processor is free again. */
let freeAt = 0;
let waiting = 0;
let opened = 0;
let working = 0;
let last = null;
const queue = [];

const asleep = new Int32Array(new SharedArrayBuffer(4));

/** Nothing else happens meanwhile, and nobody is kept from the processor. */
function stall(ms) {
  Atomics.wait(asleep, 0, 0, ms);
}

function begin(job) {
  if (working >= workers) return void queue.push(job);
  working += 1;
  job();
}

const server = createServer((request, response) => {
  begin(() => {
    // Counted once, whether the answer was read or the client has gone.
    response.once("close", () => {
      working -= 1;
      const next = queue.shift();
      if (next) begin(next);
    });
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => serve(Buffer.concat(chunks), response));
  });
});

function serve(body, response) {
  if (leakMs > 0) stall(opened * leakMs);
  if (mibMs > 0) stall((body.length / 2 ** 20) * mibMs);
  if (waiting >= mostWaiting) stall(500);
  const { x } = JSON.parse(body.toString());
  const other = last;
  last = x;
  waiting += 1;
  freeAt = Math.max(freeAt, performance.now()) + serviceMs;
  setTimeout(() => {
    const swapped = waiting >= swapAt && other !== null;
    waiting -= 1;
    send(response, 200, { y: 2 * (swapped ? other : x) });
  }, freeAt - performance.now());
}

function send(response, status, body) {
  const text = JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json", "content-length": text.length });
  response.end(text);
}

server.on("connection", () => {
  opened += 1;
});
server.keepAliveTimeout = 30_000;
server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
