import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { GateResult } from "../../src/verdict/result";

export interface CliRun {
  status: number | null;
  stdout: string;
  stderr: string;
  /** The folder that the command ran in. */
  folder: string;
  /** result.json, null where none was written. */
  result: GateResult | null;
}

export interface CliOptions {
  env?: Record<string, string>;
  /** Files to write into the folder first, by name. */
  files?: Record<string, string>;
  /** Called with the process as soon as it runs, e.g. to send it a signal. */
  onStart?(child: import("node:child_process").ChildProcess): void;
}

const CLI = resolve(__dirname, "../../dist/cli.cjs");
const folders: string[] = [];

/** Runs the built command as a user would, in a folder of its own. */
export async function runCli(
  args: string[],
  { env = {}, files = {}, onStart }: CliOptions = {},
): Promise<CliRun> {
  const folder = await mkdtemp(join(tmpdir(), "infergate-cli-"));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? "", ...env },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => (stdout += chunk));
  child.stderr.on("data", (chunk) => (stderr += chunk));
  onStart?.(child);
  const status = await new Promise<number | null>((done) => child.once("close", done));
  return { status, stdout, stderr, folder, result: await readResult(folder) };
}

export async function removeCliFolders(): Promise<void> {
  await Promise.all(
    folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })),
  );
}

async function readResult(folder: string): Promise<GateResult | null> {
  try {
    return JSON.parse(
      await readFile(join(folder, "infergate-report", "result.json"), "utf8"),
    ) as GateResult;
  } catch {
    return null;
  }
}
