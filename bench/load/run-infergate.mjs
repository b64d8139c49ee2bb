// One load by infergate's generator with every answer checked, in a process of its own: what it took.
// The load is JSON: { url, bundle, users or rate, seconds, workers, mostRequests }.
import { pathToFileURL } from "node:url";
import { ANSWER_BODY, CONTENT_TYPE, PATH, REQUEST_BODY } from "./requests.mjs";

const given = JSON.parse(process.argv[2]);
const { openGenerator, createAnswerCheck, constantArrivals, steady } = (
  await import(pathToFileURL(given.bundle).href)
).default;

const MOST_IN_FLIGHT = 1000;
const WARM_UP_SECONDS = 1.5;
const body = Buffer.from(ANSWER_BODY);
const model = {
  decode(answer) {
    if (!answer.body.equals(body)) throw new Error("another answer");
    return [{ outputs: [] }];
  },
};
const reference = { echoedId: null, answer: null, body };
const generator = openGenerator(
  {
    target: { url: given.url, auth: null, allowedHosts: "any", timeoutMs: 5000 },
    requests: [
      {
        origin: given.url,
        path: PATH,
        method: "POST",
        headers: { "content-type": CONTENT_TYPE },
        body: Buffer.from(REQUEST_BODY),
      },
    ],
    check: createAnswerCheck(model, [reference], { abs: 0, rel: 0 }),
    timeoutMs: 5000,
    maxAnswerBytes: 1e6,
    stream: null,
    giveUpAfter: 10,
  },
  MOST_IN_FLIGHT,
  { workers: given.workers ?? 1 },
);

function schedule(seconds) {
  const forMs = seconds * 1000;
  const { users, rate, mostRequests = 2_000_000 } = given;
  if (!rate) return { model: "closed", users, forMs, thinkMs: 0, seed: 1, mostRequests };
  const arrivals = constantArrivals(steady(rate, forMs));
  const inputs = new Uint32Array(arrivals.length);
  return { model: "open", arrivals, inputs, maxInFlight: MOST_IN_FLIGHT };
}

const { signal } = new AbortController();
if (!given.cold) await generator.run(schedule(WARM_UP_SECONDS), { signal });
process.send?.({ started: true });

const memory = [];
const noteMemory = () => memory.push([performance.now(), process.memoryUsage.rss()]);
noteMemory();
const watching = setInterval(noteMemory, 1000);
const cpu = process.cpuUsage();
const startedAt = performance.now();
const { recording, specimens } = await generator.run(schedule(given.seconds), { signal });
const seconds = (performance.now() - startedAt) / 1000;
const { user, system } = process.cpuUsage(cpu);
noteMemory();
clearInterval(watching);

const right = recording.outcome.filter((outcome) => outcome === 1).length;
const late = recording.dispatched.map((at, i) => at - recording.intended[i]).sort();
const elapsed = recording.ended.map((at, i) => at - recording.intended[i]).sort();
const quantile = (sorted, p) => sorted[Math.floor(p * sorted.length)];
process.send?.({
  requests: right,
  wrong: recording.outcome.length - right,
  problem: specimens[0]?.reason ?? null,
  cpuMicroseconds: (user + system) / right,
  perSecond: right / seconds,
  lateMs: [0.5, 0.99].map((p) => quantile(late, p)),
  elapsedMs: [0.5, 0.99].map((p) => quantile(elapsed, p)),
  memory,
  mostMemory: process.resourceUsage().maxRSS * 1024,
});
await generator.close();
process.disconnect?.();
