import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface Command {
  file: string;
  args: string[];
  env: Record<string, string>;
}

/** Runs a command to its end and gives what it printed. */
export async function runCommand({ file, args, env }: Command): Promise<string> {
  const { stdout } = await run(file, args, { env, timeout: 120_000 });
  return stdout.trim();
}
