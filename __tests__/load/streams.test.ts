import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { GateOutcome } from "../../src/run/options";
import { quantile } from "../../src/stats/percentile";
import type { Check } from "../../src/verdict/result";
import { checkOf, gate } from "../support/run-gate";

/** Six tokens each, so five gaps. */
const PROMPTS = ["the quick brown fox jumps over", "a lazy dog sleeps all day"];
const ATTEMPTS = 4;

let folder: string;
let rows: string;
const workers: Worker[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "infergate-load-streams-"));
  rows = join(folder, "rows.csv");
  await writeFile(rows, ["prompt", ...PROMPTS, ""].join("\n"));
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Run {
  outcome: GateOutcome;
  check(name: string): Check;
  /** By the server's own clock: from a request's arrival to the writing of each piece. */
  written: number[][];
}

/** A run in which this machine stalled the generator says nothing about the server: it is made again. */
async function run(behaviour: object, slo: string, more = "rate: 120/s, for: 3s"): Promise<Run> {
  for (let attempt = 1; ; attempt++) {
    const one = await runOnce(behaviour, slo, more);
    const { verdict } = one.check("generator");
    if (verdict !== "error" || attempt === ATTEMPTS) return one;
  }
}

async function runOnce(behaviour: object, slo: string, more: string): Promise<Run> {
  const worker = new Worker(join(__dirname, "servers", "stream-server.cjs"), {
    workerData: behaviour,
  });
  workers.push(worker);
  const [port] = (await once(worker, "message")) as [number];
  const url = `http://127.0.0.1:${port}`;
  const outcome = await gate(`
endpoint: { url: "${url}", protocol: openai, model: m }
data: { file: "${rows}", features: [prompt] }
system: off
load: { performance: { ${more}, slo: { ${slo} } } }
`);
  const written = (await (await fetch(`${url}/record`)).json()) as number[][];
  return { outcome, written, check: (name) => checkOf(outcome, `load/performance/${name}`) };
}

const median = (values: number[]) =>
  quantile(
    values.sort((a, b) => a - b),
    0.5,
  );
const between = (value: unknown, low: number, high: number) => {
  expect(value).toBeGreaterThanOrEqual(low);
  expect(value).toBeLessThanOrEqual(high);
};

test("streams are timed as the server wrote them, and each limit is met or missed by itself", async () => {
  const { check, written, outcome } = await run(
    {},
    "ttft.p50: 500ms, ttft.p95: 20ms, tpot.p50: 100ms, itl.p50: 100ms, itl.p95: 5ms, tokens_per_second: 50, goodput: 90%",
  );
  expect(check("generator").verdict).toBe("pass");
  expect(check("errors")).toMatchObject({ verdict: "pass", observed: 0 });
  expect(check("correct")).toMatchObject({ verdict: "pass", observed: 1 });
  expect(check("ttft.p50").verdict).toBe("pass");
  expect(check("ttft.p95").verdict).toBe("fail");
  expect(check("tpot.p50").verdict).toBe("pass");
  expect(check("itl.p50").verdict).toBe("pass");
  expect(check("itl.p95")).toMatchObject({ verdict: "fail" });
  expect(check("itl.p95").message).toMatch(/\d+ of \d+ requests had their own p95 of gaps over 5/);
  // Every stream misses two of the limits.
  expect(check("goodput")).toMatchObject({ verdict: "fail", observed: 0 });

  const first = median(written.map((times) => times[0] as number));
  expect(first).toBeGreaterThanOrEqual(49);
  between(check("ttft.p50").observed, first - 2, first + 40);
  const perToken = median(
    written.map((times) => ((times[5] as number) - (times[0] as number)) / 5),
  );
  between(check("tpot.p50").observed, perToken - 3, perToken + 3);
  const gaps = written.map((times) =>
    median(times.slice(1, 6).map((at, i) => at - (times[i] as number))),
  );
  between(check("itl.p50").observed, median(gaps) - 5, median(gaps) + 5);
  // Six tokens a stream, over the three seconds and the end of the last stream.
  const { n, observed } = check("tokens_per_second");
  between(observed, ((n as number) * 6) / 3.6, ((n as number) * 6) / 3);
  expect(check("tokens_per_second").verdict).toBe("pass");
  expect(outcome.exitStatus).toBe(1);
});

test("all limits met: pass, and the report says how each is measured", async () => {
  const { outcome } = await run(
    { usage: false },
    "ttft.p95: 500ms, tpot.p95: 200ms, itl.p95: 300ms, tokens_per_second: 10, goodput: 90%",
    // A stall of this machine makes requests worth fewer independent ones: enough are left of these.
    "rate: 120/s, for: 8s",
  );
  expect(outcome.result.suites.map(({ verdict }) => verdict)).toEqual(["pass"]);
  expect(checkOf(outcome, "load/performance/tokens_per_second").message).toMatch(
    /estimated: \d+ streams did not say how many/,
  );
  expect(checkOf(outcome, "load/performance/tpot.p95").message).toMatch(
    /estimated: \d+ streams did not say how many/,
  );
  expect(checkOf(outcome, "load/performance/itl.p95").message).not.toContain("estimated");
});

test.each([
  ["broken off", "break off", /\d+ broken off \(.*closed the connection in the body/],
  ["with an error inside a 200", "error", /an error inside the 200 stream, after 2 pieces: CUDA/],
  ["without an end", "no end", /the stream ended without data: \[DONE\]/],
  ["with another text", "other text", /output "content": "another (quick|lazy)/],
])("streams %s under concurrency are errors, and over every limit", async (_, fault, message) => {
  const { check } = await run(
    { underConcurrency: fault },
    "ttft.p95: 2s, tpot.p95: 2s, itl.p95: 2s",
  );
  expect(check("errors").verdict).toBe("fail");
  expect(check("errors").message).toMatch(message);
  expect(check("errors").evidence.length).toBeGreaterThan(0);
  const share = check("errors").observed as number;
  between(share, 0.1, 0.4);
  const { n } = check("ttft.p95");
  // A tenth at most is left out as warm-up, and no failed request is.
  between(n, 0.9 * (check("errors").n as number), check("errors").n as number);
  for (const name of ["ttft.p95", "tpot.p95", "itl.p95"]) {
    expect(check(name)).toMatchObject({ verdict: "fail", observed: null, n });
  }
});

test("a slow start misses the limit on TTFT and leaves TPOT as it is", async () => {
  const { check } = await run(
    { slowFirst: { of100: 20, ms: 400 } },
    "ttft.p50: 300ms, ttft.p95: 300ms, tpot.p50: 100ms",
  );
  expect(check("ttft.p50").verdict).toBe("pass");
  expect(check("ttft.p95").verdict).toBe("fail");
  expect(check("ttft.p95").observed).toBeGreaterThan(400);
  expect(check("tpot.p50").verdict).toBe("pass");
});

test("a sampling endpoint goes without comparison, and is timed all the same", async () => {
  const { check } = await run({ random: true }, "ttft.p50: 500ms");
  expect(check("correct").verdict).toBe("inconclusive");
  expect(check("correct").message).toContain("does not repeat itself even unloaded");
  expect(check("errors")).toMatchObject({ verdict: "pass", observed: 0 });
  expect(check("ttft.p50").verdict).toBe("pass");
});

test("streams of one token have no TPOT and no gap: nothing to judge is no pass", async () => {
  const { check } = await run({ words: 1 }, "ttft.p50: 500ms, tpot.p95: 1s, itl.p95: 1s");
  expect(check("ttft.p50").verdict).toBe("pass");
  expect(check("tpot.p95")).toMatchObject({ verdict: "inconclusive", n: 0 });
  expect(check("itl.p95")).toMatchObject({ verdict: "inconclusive", n: 0 });
});

test("tokens alone are told where no limit is named, and judged where one is", async () => {
  const { check, outcome } = await run({}, "tokens_per_second: 100000");
  expect(check("tokens_per_second")).toMatchObject({ verdict: "fail", limit: 100000 });
  expect(outcome.exitStatus).toBe(1);
  const told = await run({}, "ttft.p50: 500ms");
  expect(told.check("tokens_per_second").verdict).toBe("skipped");
  expect(told.check("tokens_per_second").message).toMatch(/^no limit named; \d+ tokens in/);
});

test("a protocol without streams is told, not measured", async () => {
  const worker = new Worker(join(__dirname, "servers", "stream-server.cjs"), { workerData: {} });
  workers.push(worker);
  const [port] = (await once(worker, "message")) as [number];
  const outcome = await gate(`
endpoint: { url: "http://127.0.0.1:${port}/v1/embeddings", model: m }
data: { file: "${rows}", features: [prompt] }
system: off
load: { performance: { slo: { ttft.p95: 1s } } }
`);
  const [load] = outcome.result.suites;
  expect(new Set(load?.checks.map(({ verdict }) => verdict))).toEqual(new Set(["error"]));
  expect(checkOf(outcome, "load/performance/ttft.p95")).toMatchObject({
    message: "the metrics of streams need a stream, and protocol openai of the candidate has none",
  });
  expect(outcome.exitStatus).toBe(3);
});
