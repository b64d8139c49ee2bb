/**
 * A model server in a thread of its own, so that it does not share the generator's event loop.
 * The model is y = 2x; `workerData` says what else it does. `GET /record` tells what it did.
 */
const { createServer } = require("node:http");
const { parentPort, workerData } = require("node:worker_threads");

const {
  delayMs = 0,
  /** At this request everything stops for so long, once. */
  stall = null,
  /** "swap": the answer of another caller; "error-body": a 200 that holds an error. Only when asked at once. */
  underConcurrency = null,
  /** After this many requests: no answer at all, or the connection is closed. */
  hangAfter = Infinity,
  resetAfter = Infinity,
  /** From then on only each so-many-th is reset. */
  resetEvery = 1,
  status = 200,
  /** Answers change from one time to the next. */
  random = false,
  /** Different bytes each time that say the same. */
  timestamps = false,
  gzip = false,
  echoId = false,
} = workerData;

const record = { durations: [], requests: 0, sockets: 0 };
let inFlight = 0;
let last = null;
let stalledUntil = 0;

const server = createServer((request, response) => {
  if (request.url === "/record") return void response.end(JSON.stringify(record));
  const startedAt = performance.now();
  const number = ++record.requests;
  inFlight += 1;
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const input = JSON.parse(Buffer.concat(chunks).toString());
    const other = inFlight > 1 ? last : null;
    last = input;
    if (stall !== null && number === stall.at) stalledUntil = startedAt + stall.ms;
    const wait = Math.max(delayMs, stalledUntil - performance.now());
    const answer = () => {
      inFlight -= 1;
      if (number > hangAfter) return;
      if (number > resetAfter && number % resetEvery === 0) return void request.socket.destroy();
      send(response, number, input, other);
      record.durations.push(performance.now() - startedAt);
    };
    wait > 0 ? setTimeout(answer, wait) : answer();
  });
});

function send(response, number, input, other) {
  const source = underConcurrency === "swap" && other ? other : input;
  const body =
    underConcurrency === "error-body" && other
      ? { error: "the model is busy" }
      : {
          y: random ? Math.random() : 2 * source.x,
          ...(echoId ? { id: source.id } : {}),
          ...(timestamps ? { at: number } : {}),
        };
  const text = Buffer.from(JSON.stringify(body));
  const bytes = gzip ? require("node:zlib").gzipSync(text) : text;
  response.writeHead(status, {
    "content-type": "application/json",
    ...(gzip ? { "content-encoding": "gzip" } : {}),
    "content-length": bytes.length,
  });
  response.end(bytes);
}

server.on("connection", () => {
  record.sockets += 1;
});
server.keepAliveTimeout = 30_000;
server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
