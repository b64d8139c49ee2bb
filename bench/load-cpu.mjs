// CPU time per request of the load generator, with every answer checked, against autocannon, which
// checks none. `node bench/load-cpu.mjs [RATE] [SECONDS]`, default 4000/s for 5 s.
//
// CPU time and not throughput, because it repeats where throughput does not. Both run at the same
// rate, each in a process of its own, against the same bare server in a third.
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import autocannon from "autocannon";
import { build } from "esbuild";

const CONNECTIONS = 64;
const REQUEST_BODY = JSON.stringify({
  inputs: [{ name: "x", datatype: "FP64", data: [1, 2, 3, 4] }],
});
const ANSWER_BODY = JSON.stringify({
  outputs: [{ name: "y", datatype: "BYTES", data: ["Gentoo"] }],
});

/** One request a packet is all that a connection without pipelining brings: no parser is needed. */
function serve() {
  const answer = Buffer.from(
    `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${ANSWER_BODY.length}\r\n\r\n${ANSWER_BODY}`,
  );
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on("data", () => socket.write(answer));
    socket.on("error", () => socket.destroy());
  });
  server.listen(0, "127.0.0.1", () => process.send(server.address().port));
}

/** CPU microseconds per request of what `send` does; the first round warms the compiler up. */
async function measure(send) {
  await send();
  const before = process.cpuUsage();
  const requests = await send();
  const { user, system } = process.cpuUsage(before);
  process.send({ requests, microseconds: (user + system) / requests });
}

async function runInfergate(url, rate, seconds, bundle) {
  const { createAnswerCheck, createDispatcher, poissonArrivals, randomStream, runLoop } =
    await import(pathToFileURL(bundle).href);
  const target = { url, auth: null, allowedHosts: "any", timeoutMs: 5000 };
  const reference = { echoedId: null, answer: null, body: Buffer.from(ANSWER_BODY) };
  const arrivals = poissonArrivals(randomStream(1, "arrivals"), rate, seconds * 1000);
  const inputs = new Uint32Array(arrivals.length);
  const schedule = { model: "open", arrivals, inputs, maxInFlight: CONNECTIONS };
  const load = {
    check: createAnswerCheck({}, [reference], { abs: 0, rel: 0 }),
    stream: null,
    requests: [
      {
        origin: url,
        path: "/infer",
        method: "POST",
        headers: { "content-type": "application/json" },
        body: Buffer.from(REQUEST_BODY),
      },
    ],
    timeoutMs: 5000,
    maxAnswerBytes: 1e6,
    giveUpAfter: 10,
  };
  const dispatcher = createDispatcher(target, { connections: CONNECTIONS });
  const tools = {
    dispatcher,
    destination: { hostname: "127.0.0.1", host: "127.0.0.1" },
    signal: new AbortController().signal,
  };
  await measure(async () => {
    const { recording } = await runLoop(schedule, load, tools);
    return recording.outcome.filter((outcome) => outcome === 1).length;
  });
  await dispatcher.destroy();
}

async function runAutocannon(url, rate, seconds) {
  await measure(async () => {
    const result = await autocannon({
      url: `${url}/infer`,
      method: "POST",
      headers: { "content-type": "application/json" },
      body: REQUEST_BODY,
      connections: CONNECTIONS,
      overallRate: rate,
      duration: seconds,
    });
    return result["2xx"];
  });
}

const ENTRY = `
export { createAnswerCheck } from "./src/load/answer-checker";
export { createDispatcher } from "./src/http/dispatcher";
export { poissonArrivals } from "./src/load/arrivals/poisson-arrivals";
export { randomStream } from "./src/stats/random";
export { runLoop } from "./src/load/loop/load-loop";
`;

async function compare(rate, seconds) {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), "load-cpu-"));
  const bundle = join(folder, "generator.cjs");
  await build({
    stdin: { contents: ENTRY, resolveDir: root, loader: "ts" },
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    outfile: bundle,
  });
  const start = (...args) => fork(fileURLToPath(import.meta.url), args.map(String));
  const server = start("serve");
  const [port] = await once(server, "message");
  const results = {};
  for (const name of ["infergate", "autocannon"]) {
    const child = start(name, `http://127.0.0.1:${port}`, rate, seconds, bundle);
    const exited = once(child, "exit");
    [results[name]] = await once(child, "message");
    await exited;
    const { requests, microseconds } = results[name];
    console.log(
      `${name.padEnd(10)}  ${microseconds.toFixed(1)} µs of CPU a request, ${requests} requests`,
    );
  }
  server.kill();
  await rm(folder, { recursive: true });
  const ratio = results.infergate.microseconds / results.autocannon.microseconds;
  console.log(`ratio       ${ratio.toFixed(2)}`);
}

const [role = "4000", ...rest] = process.argv.slice(2);
if (role === "serve") serve();
else if (role === "infergate")
  await runInfergate(rest[0], Number(rest[1]), Number(rest[2]), rest[3]);
else if (role === "autocannon") await runAutocannon(rest[0], Number(rest[1]), Number(rest[2]));
else await compare(Number(role), Number(rest[0] ?? 5));
