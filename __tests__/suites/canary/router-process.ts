import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

export interface RouterProcess {
  url: string;
  /** What the share is, and all that it was. */
  weights(): Promise<{ weight: number; history: number[] }>;
  stop(): Promise<void>;
}

const FILE = join(__dirname, "test-router.cjs");
export const SET_WEIGHT = join(__dirname, "set-weight.cjs");

/** A router in a process of its own, so that it outlives whatever is killed. */
export async function startRouter(
  candidate: string,
  baseline: string,
  weight = 0,
): Promise<RouterProcess> {
  const child: ChildProcess = spawn(process.execPath, [FILE, candidate, baseline, String(weight)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
  const url = `http://127.0.0.1:${Number(String(line))}`;
  return {
    url,
    async weights() {
      const answer = await fetch(`${url}/weight`);
      return (await answer.json()) as { weight: number; history: number[] };
    },
    async stop() {
      const ended = once(child, "exit");
      child.kill();
      await ended;
    },
  };
}
