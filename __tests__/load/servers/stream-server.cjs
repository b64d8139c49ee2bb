/**
 * An OpenAI-style server of streams in a thread of its own, so that it does not share the generator's
 * event loop. It answers a prompt with that prompt, word by word; `workerData` says at which pace and
 * what goes wrong. `GET /record` tells when it wrote which piece, from each request's arrival.
 */
const { createServer } = require("node:http");
const { parentPort, workerData } = require("node:worker_threads");

const {
  firstMs = 50,
  gapMs = 20,
  /** So many requests begin late: of a hundred. */
  slowFirst = { of100: 0, ms: 0 },
  /** "break off", "error", "no end", "other text": what becomes of every third stream of several at once. */
  underConcurrency = null,
  /** The text is another each time. */
  random = false,
  usage = true,
  /** Only so many words of the prompt. */
  words = Infinity,
} = workerData;

const record = [];
let inFlight = 0;
let requests = 0;
const ID = "chatcmpl";

function piecesOf(prompt, fault) {
  const said = prompt.split(" ").slice(0, words);
  const tokens = random ? said.map(() => Math.random().toString(36).slice(2)) : said;
  const texts = tokens.map((word, i) => (i === 0 ? word : ` ${word}`));
  if (fault === "other text") texts[0] = "another";
  const chunks = texts.map((content, i) =>
    event({ delta: { content }, finish_reason: i === texts.length - 1 ? "stop" : null }),
  );
  if (fault === "break off") return [...chunks.slice(0, 2), null];
  if (fault === "error")
    return [...chunks.slice(0, 2), data({ error: { message: "CUDA out of memory" } })];
  if (fault === "no end") return chunks;
  const counted = data({ choices: [], usage: { completion_tokens: texts.length } });
  chunks.push(`${usage ? counted : ""}data: [DONE]\n\n`);
  return chunks;
}

function event(choice) {
  return data({ id: `${ID}-${requests}`, choices: [{ index: 0, ...choice }] });
}

function data(body) {
  return `data: ${JSON.stringify(body)}\n\n`;
}

const server = createServer((request, response) => {
  if (request.url === "/record") return void response.end(JSON.stringify(record));
  if (request.method === "GET") {
    response.setHeader("content-type", "application/json");
    return void response.end('{"object":"list","data":[{"id":"m","object":"model"}]}');
  }
  const arrivedAt = performance.now();
  const number = ++requests;
  inFlight += 1;
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const { messages, stream } = JSON.parse(Buffer.concat(chunks).toString());
    if (!stream) return void response.writeHead(400).end();
    const fault = inFlight > 1 && number % 3 === 0 ? underConcurrency : null;
    const pieces = piecesOf(messages[0].content, fault);
    const slow = (number * 37) % 100 < slowFirst.of100 ? slowFirst.ms : 0;
    const times = [];
    record.push(times);
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.flushHeaders();
    const write = (i) => {
      if (i === pieces.length || pieces[i] === null) {
        inFlight -= 1;
        return void (i === pieces.length ? response.end() : response.destroy());
      }
      times.push(performance.now() - arrivedAt);
      response.write(pieces[i]);
      // By the clock and not after the last one, so that late timers do not add up.
      const due = arrivedAt + firstMs + slow + (i + 1) * gapMs;
      setTimeout(write, Math.max(0, due - performance.now()), i + 1);
    };
    setTimeout(write, firstMs + slow, 0);
  });
});

server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
