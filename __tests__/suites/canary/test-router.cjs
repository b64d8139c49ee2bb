// A router of model servers: a weight that can be set, and answers that name the side that gave them.
// `node test-router.cjs CANDIDATE_URL BASELINE_URL [WEIGHT]` prints its port. PUT /weight sets the
// share of the candidate, GET /weight tells it with all that it ever was.
const http = require("node:http");

const [candidate, baseline, initial = "0"] = process.argv.slice(2);
const agents = {
  candidate: new http.Agent({ keepAlive: true }),
  baseline: new http.Agent({ keepAlive: true }),
};
const urls = { candidate, baseline };
let weight = Number(initial);
const history = [weight];
let count = 0;

/** Evenly spread and never twice the same: the golden ratio's fractions. */
function draw() {
  count += 1;
  return (count * 0.6180339887498949) % 1;
}

const server = http.createServer((request, response) => {
  if (request.url === "/weight") {
    if (request.method === "GET") return response.end(JSON.stringify({ weight, history }));
    let text = "";
    request.on("data", (part) => (text += part));
    request.on("end", () => {
      weight = Number(text);
      history.push(weight);
      response.end();
    });
    return;
  }
  const side = draw() < weight ? "candidate" : "baseline";
  const options = { method: request.method, headers: request.headers, agent: agents[side] };
  const forwarded = http.request(new URL(request.url, urls[side]), options, (answer) => {
    response.writeHead(answer.statusCode, {
      "content-type": answer.headers["content-type"] ?? "application/json",
      "x-revision": side === "candidate" ? "v3" : "v2",
    });
    answer.pipe(response);
  });
  forwarded.on("error", () => response.writeHead(502).end());
  request.pipe(forwarded);
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
