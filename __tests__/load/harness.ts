import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { DEFAULT_PERFORMANCE } from "../../src/config/defaults";
import type { Config, PerformanceConfig } from "../../src/config/types";
import type { Row } from "../../src/data/types";
import { InfergateError } from "../../src/errors";
import { createHttpClient } from "../../src/http/client";
import type { HttpAnswer, HttpTarget } from "../../src/http/types";
import type { LoadGenerator, LoadRun, LoadTarget } from "../../src/load/generator";
import { type GeneratorOptions, openGenerator } from "../../src/load/open-generator";
import type { OpenSchedule, Schedule } from "../../src/load/schedule";
import type { ModelBinding } from "../../src/protocols/types";
import { randomStream } from "../../src/stats/random";
import { loadSuite } from "../../src/suites/load/load-suite";
import type { SuiteContext } from "../../src/suites/types";
import type { Check, SuiteResult } from "../../src/verdict/result";

export interface ServerRecord {
  durations: number[];
  requests: number;
  sockets: number;
}

export interface TestServer {
  url: string;
  record(): Promise<ServerRecord>;
  close(): Promise<void>;
}

const open: TestServer[] = [];

export async function startServer(behaviour: object = {}): Promise<TestServer> {
  const worker = new Worker(join(__dirname, "servers", "model-server.cjs"), {
    workerData: behaviour,
  });
  const [port] = (await once(worker, "message")) as [number];
  const url = `http://127.0.0.1:${port}`;
  const server = {
    url,
    record: async () => (await fetch(`${url}/record`)).json() as Promise<ServerRecord>,
    close: async () => void (await worker.terminate()),
  };
  open.push(server);
  return server;
}

export async function closeServers(): Promise<void> {
  await Promise.all(open.splice(0).map((server) => server.close()));
}

/** A protocol of one number in, one out. */
export const doubling = {
  protocol: "test",
  encode: ([row]: readonly Row[], options?: { id?: string }) => ({
    method: "POST" as const,
    path: "/double",
    headers: { "content-type": "application/json" },
    body: Buffer.from(JSON.stringify({ x: row?.x, id: options?.id })),
  }),
  decode(answer: HttpAnswer) {
    if (answer.status !== 200) {
      throw new InfergateError("answer/status", `status ${answer.status}`);
    }
    const { y } = JSON.parse(answer.body.toString()) as { y?: number };
    if (y === undefined) throw new InfergateError("answer/shape", "the answer has no y");
    return [{ outputs: [{ name: "y", value: y }] }];
  },
  answerId: (answer: HttpAnswer) =>
    (JSON.parse(answer.body.toString()) as { id?: string }).id ?? null,
} as unknown as ModelBinding;

export const inputs: Row[] = Array.from({ length: 20 }, (_, x) => ({ x }));

export function target(url: string, timeoutMs = 5000): HttpTarget {
  return { url, auth: null, allowedHosts: "any", timeoutMs };
}

export interface SuiteOptions extends Omit<Partial<PerformanceConfig>, "slo"> {
  slo?: Partial<PerformanceConfig["slo"]>;
  timeoutMs?: number;
  seed?: number;
  rows?: Row[];
  signal?: AbortSignal;
}

const NO_LIMITS = {
  p50: null,
  p95: null,
  p99: null,
  streams: [],
  tokensPerSecond: null,
  goodput: null,
};

export interface SuiteRun {
  result: SuiteResult;
  check(name: string): Check;
}

/** Beyond this, the generator is meant to be the limit. */
const BEYOND_ANY_MACHINE = 10_000;
const ATTEMPTS = 4;

/**
 * The whole suite against a server, with the contract's default limits. A run in which this machine
 * stalled the generator says nothing about the server, as infergate itself says: it is made again.
 */
export async function runSuite(
  server: { url: string },
  options: SuiteOptions = {},
): Promise<SuiteRun & { attempts: number }> {
  for (let attempt = 1; ; attempt++) {
    const run = await runSuiteOnce(server, options);
    const { verdict, message } = run.check("generator");
    const stalled = verdict === "error" && message.includes("the generator was the limit");
    const meant = (options.rate ?? 0) >= BEYOND_ANY_MACHINE;
    if (!stalled || meant || attempt === ATTEMPTS) return { ...run, attempts: attempt };
  }
}

async function runSuiteOnce(server: { url: string }, options: SuiteOptions): Promise<SuiteRun> {
  const { slo, timeoutMs = 5000, seed = 1, rows = inputs, signal, ...given } = options;
  const client = createHttpClient(target(server.url, timeoutMs));
  const performanceConfig: PerformanceConfig = {
    ...DEFAULT_PERFORMANCE,
    forMs: 2000,
    ...given,
    slo: { ...NO_LIMITS, errors: 0.01, correct: 0.99, ...slo },
  };
  const context: SuiteContext = {
    config: {
      load: {
        performance: performanceConfig,
        endurance: null,
        stress: null,
        scalability: null,
        volume: null,
        monitor: null,
        tolerance: { rel: 1e-5, abs: 1e-6 },
      },
    } as Config,
    candidate: { role: "candidate", client, model: doubling, timeoutMs },
    baseline: null,
    baselineProblem: null,
    open: () => Promise.reject(new Error("no scorers here")),
    data: null,
    inputs: rows,
    random: (name) => randomStream(seed, name),
    clock: { now: () => performance.now(), date: () => new Date() },
    signal: signal ?? new AbortController().signal,
    whyStopped: () => "interrupted",
    progress: () => {},
    shard: null,
    startAtMs: null,
  };
  try {
    const result = await loadSuite(context);
    const check = (name: string) => {
      const found = result.checks.find(({ id }) => id === `load/performance/${name}`);
      if (!found) throw new Error(`there is no check ${name}`);
      return found;
    };
    return { result, check };
  } finally {
    await client.close();
  }
}

export interface LoopOptions extends Partial<Omit<LoadTarget, "target">>, GeneratorOptions {
  maxInFlight?: number;
  network?: HttpTarget["network"];
}

/** The generator alone on an open schedule, every readable answer right. */
export function runLoop(
  server: { url: string },
  arrivals: readonly number[],
  { maxInFlight = 256, ...given }: LoopOptions = {},
): Promise<LoadRun> {
  const schedule: OpenSchedule = {
    model: "open",
    arrivals: Float64Array.from(arrivals),
    inputs: new Uint32Array(arrivals.length),
    maxInFlight,
  };
  return runSchedule(server, schedule, given);
}

export async function runSchedule(
  server: { url: string },
  schedule: Schedule,
  given: LoopOptions = {},
): Promise<LoadRun> {
  const most = schedule.model === "open" ? schedule.maxInFlight : schedule.users;
  const generator = openFor(server, most, given);
  try {
    return await generator.run(schedule, { signal: new AbortController().signal });
  } finally {
    await generator.close();
  }
}

export function openFor(
  server: { url: string },
  mostInFlight: number,
  { workers, http, network, ...given }: LoopOptions = {},
): LoadGenerator {
  const at = { ...target(server.url, given.timeoutMs), ...(network ? { network } : {}) };
  const { method, path, headers, body } = doubling.encode([{ x: 1 }]);
  const load: LoadTarget = {
    target: at,
    requests: [{ origin: server.url, method, path, headers, body }],
    check: () => null,
    timeoutMs: 5000,
    maxAnswerBytes: 1e6,
    stream: null,
    giveUpAfter: 10,
    ...given,
  };
  return openGenerator(load, mostInFlight, { workers, http });
}
