import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { InfergateError } from "../errors";
import type { FaultName } from "./faults";
import type { ModelServerOptions } from "./server";
import type { Listening } from "./worker";

/** What is wrong with the candidate of each demo; the baseline is always sound. */
const CANDIDATE_FAULTS = {
  good: [],
  slow: ["slow"],
  broken: ["swapped-classes", "mixed-callers", "traceback"],
} as const satisfies Record<string, FaultName[]>;

export type DemoKind = keyof typeof CANDIDATE_FAULTS;
export const DEMO_KINDS = Object.keys(CANDIDATE_FAULTS) as DemoKind[];

export interface DemoServers {
  baseline: { url: string };
  candidate: { url: string };
  close(): Promise<void>;
}

export interface DemoOptions {
  seed?: number;
  /** The built `src/demo/worker.ts`. Default: beside the running bundle. */
  workerFile?: string;
}

/** Both servers, each in a thread of its own so that neither slows the other or the gate down. */
export async function startDemoServers(
  kind: DemoKind,
  { seed = 0, workerFile = join(__dirname, "demo-server.cjs") }: DemoOptions = {},
): Promise<DemoServers> {
  const workers = [
    spawn(workerFile, { role: "baseline", faults: [], seed }),
    spawn(workerFile, { role: "candidate", faults: [...CANDIDATE_FAULTS[kind]], seed }),
  ] as const;
  const close = async () => {
    await Promise.all(workers.map((worker) => worker.terminate()));
  };
  try {
    const [baseline, candidate] = await Promise.all([urlOf(workers[0]), urlOf(workers[1])]);
    return { baseline: { url: baseline }, candidate: { url: candidate }, close };
  } catch (error) {
    await close();
    throw new InfergateError(
      "internal/demo-server",
      `A demo server did not start: ${error instanceof Error ? error.message : String(error)}`,
      "Check that demo-server.cjs stands beside the command and that loopback ports may be opened.",
      { cause: error },
    );
  }
}

function spawn(file: string, options: ModelServerOptions): Worker {
  return new Worker(file, { workerData: options });
}

/** Rejects where the thread fails before it listens. */
async function urlOf(worker: Worker): Promise<string> {
  const [{ port }] = (await once(worker, "message")) as [Listening];
  return `http://127.0.0.1:${port}`;
}
