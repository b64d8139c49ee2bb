import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { DEFAULT_LOAD_TOLERANCE } from "../../src/config/defaults";
import type { Config, LoadConfig } from "../../src/config/types";
import type { Row } from "../../src/data/types";
import { createHttpClient } from "../../src/http/client";
import type { ModelBinding } from "../../src/protocols/types";
import { randomStream } from "../../src/stats/random";
import { loadSuite } from "../../src/suites/load/load-suite";
import type { SuiteContext } from "../../src/suites/types";
import type { Check, Series, SuiteResult } from "../../src/verdict/result";
import { doubling, inputs, target } from "./harness";

const open: Worker[] = [];

/** A server of `servers/`, in a thread of its own. */
export async function startThread(file: string, behaviour: object = {}): Promise<{ url: string }> {
  const worker = new Worker(join(__dirname, "servers", file), { workerData: behaviour });
  open.push(worker);
  const [port] = (await once(worker, "message")) as [number];
  return { url: `http://127.0.0.1:${port}` };
}

export async function closeThreads(): Promise<void> {
  await Promise.all(open.splice(0).map((worker) => worker.terminate()));
}

interface Server {
  url: string;
}

export interface StageOptions {
  model?: ModelBinding;
  rows?: readonly Row[];
  timeoutMs?: number;
  seed?: number;
  signal?: AbortSignal;
}

export interface StageRun {
  result: SuiteResult;
  /** By the end of its id: "capacity". */
  check(name: string): Check;
  series(name: string): Series;
}

const NOTHING: LoadConfig = {
  tolerance: DEFAULT_LOAD_TOLERANCE,
  monitor: null,
  workers: null,
  http: "1.1",
  performance: null,
  endurance: null,
  stress: null,
  scalability: null,
  volume: null,
};

const ATTEMPTS = 4;
const STALLED = /the generator was the limit|this machine's own stalls/;

/**
 * The load suite with these stages. A run in which this machine stalled the generator says nothing
 * about the server, as infergate itself says: it is made again.
 *
 * @param server one for all attempts, or one for each where a server does not forget
 */
export async function runStages(
  server: Server | (() => Promise<Server>),
  load: Partial<LoadConfig>,
  options: StageOptions = {},
): Promise<StageRun> {
  for (let attempt = 1; ; attempt++) {
    const one = typeof server === "function" ? await server() : server;
    const result = await runOnce(one, load, options);
    const stalled = result.checks.some(
      ({ verdict, message }) => verdict === "error" && STALLED.test(message),
    );
    if (stalled && attempt < ATTEMPTS) continue;
    const find = <T extends { id: string }>(all: readonly T[], name: string): T => {
      const found = all.find(({ id }) => id.endsWith(`/${name}`));
      if (!found) throw new Error(`there is no ${name}`);
      return found;
    };
    return {
      result,
      check: (name) => find(result.checks, name),
      series: (name) => find(result.series, name),
    };
  }
}

async function runOnce(
  server: Server,
  load: Partial<LoadConfig>,
  { model = doubling, rows = inputs, timeoutMs = 5000, seed = 1, signal }: StageOptions,
): Promise<SuiteResult> {
  const client = createHttpClient(target(server.url, timeoutMs));
  const context: SuiteContext = {
    config: { load: { ...NOTHING, ...load } } as Config,
    candidate: { role: "candidate", client, model, timeoutMs },
    baseline: null,
    baselineProblem: null,
    open: () => Promise.reject(new Error("no scorers here")),
    data: null,
    inputs: rows,
    random: (name) => randomStream(seed, name),
    clock: { now: () => performance.now(), date: () => new Date() },
    signal: signal ?? new AbortController().signal,
    whyStopped: () => "interrupted",
    shard: null,
    startAtMs: null,
    progress: () => {},
  };
  try {
    return await loadSuite(context);
  } finally {
    await client.close();
  }
}
