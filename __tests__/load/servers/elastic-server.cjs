/**
 * A model server (y = 2x) that scales, in a thread of its own. Each replica serves one request after the
 * other in `serviceMs`; where more than five wait a replica is added `addMs` later, up to `most`, and one
 * that had nothing to do for `dropMs` is taken away. `GET /replicas` tells their number, `x-replica` names
 * the one that answers. With `silentMs` their number is told no longer than that after the first was added.
 */
const { createServer } = require("node:http");
const { parentPort, workerData } = require("node:worker_threads");

const { serviceMs = 20, addMs = 1000, dropMs = 1000, most = 4, swapAt = Infinity } = workerData;
const { silentMs = Infinity } = workerData;

/** When each replica is free again; their names are their places. */
const replicas = [{ freeAt: 0, usedAt: 0 }];
let adding = false;
let addedAt = Infinity;
let waiting = 0;

setInterval(() => {
  const last = replicas.at(-1);
  if (replicas.length > 1 && performance.now() - last.usedAt > dropMs) replicas.pop();
}, 50).unref();

function addSoon() {
  if (adding || replicas.length >= most) return;
  adding = true;
  setTimeout(() => {
    adding = false;
    addedAt = Math.min(addedAt, performance.now());
    replicas.push({ freeAt: 0, usedAt: performance.now() });
  }, addMs);
}

const server = createServer((request, response) => {
  if (request.url === "/replicas") {
    const isSilent = performance.now() > addedAt + silentMs;
    return void send(response, isSilent ? {} : { replicas: replicas.length }, 0);
  }
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const { x } = JSON.parse(Buffer.concat(chunks).toString());
    const now = performance.now();
    // The first that is free takes it, so that the last one is idle where there is little to do.
    const idle = replicas.findIndex(({ freeAt }) => freeAt <= now);
    const soonest = replicas.reduce(
      (best, one, i) => (one.freeAt < replicas[best].freeAt ? i : best),
      0,
    );
    const place = idle >= 0 ? idle : soonest;
    const replica = replicas[place];
    replica.freeAt = Math.max(now, replica.freeAt) + serviceMs;
    replica.usedAt = now;
    waiting += 1;
    const wrong = waiting >= swapAt;
    if (replica.freeAt - now > 6 * serviceMs) addSoon();
    setTimeout(() => {
      waiting -= 1;
      send(response, { y: 2 * x + (wrong ? 1 : 0) }, place);
    }, replica.freeAt - now);
  });
});

function send(response, body, replica) {
  const text = JSON.stringify(body);
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": text.length,
    "x-replica": `r${replica}`,
  });
  response.end(text);
}

server.keepAliveTimeout = 30_000;
server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
