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

/**
 * Both servers in one thread: the gate never asks them at the same time, and whatever else the machine
 * does then strikes both alike. In threads of their own they differed by up to 15 % on a busy machine.
 */
export async function startDemoServers(
  kind: DemoKind,
  { seed = 0, workerFile = join(__dirname, "demo-server.cjs") }: DemoOptions = {},
): Promise<DemoServers> {
  const workerData: ModelServerOptions[] = [
    { role: "baseline", faults: [], seed },
    { role: "candidate", faults: [...CANDIDATE_FAULTS[kind]], seed: seed + 1 },
  ];
  const worker = new Worker(workerFile, { workerData });
  const close = async () => {
    await worker.terminate();
  };
  try {
    // Rejects where the thread fails before it listens.
    const [{ ports }] = (await once(worker, "message")) as [Listening];
    const [baseline, candidate] = ports.map((port) => ({ url: `http://127.0.0.1:${port}` }));
    if (!baseline || !candidate) throw new Error("a server has no port");
    return { baseline, candidate, close };
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
