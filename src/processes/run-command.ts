import { execFile } from "node:child_process";

/** A program of the user's and its arguments; no shell reads them. */
export type Command = readonly string[];

export interface CommandLimits {
  timeoutMs: number;
  signal?: AbortSignal;
  /** Variables that the user gives it, beside those that every program gets. */
  env?: Readonly<Record<string, string>>;
}

export type CommandOutcome = { ok: true; output: string } | { ok: false; message: string };

const MAX_OUTPUT_BYTES = 64 * 1024;

/** What every program needs to be found and to run; nothing that holds a secret of the run. */
const PASSED_ON = [
  "PATH",
  "HOME",
  "USER",
  "LANG",
  "TMPDIR",
  "TEMP",
  "TMP",
  "SystemRoot",
  "PATHEXT",
];

export function commandEnvironment(more: CommandLimits["env"] = {}): Record<string, string> {
  const passed = PASSED_ON.flatMap((name) => {
    const value = process.env[name];
    return value ? [[name, value] as const] : [];
  });
  return { ...Object.fromEntries(passed), ...more };
}

/**
 * Runs a command and waits for its end. It gets no shell, no input and none of the secrets in the
 * environment, is killed at its time limit, and its failure is a value.
 */
export function runCommand(
  [program = "", ...args]: Command,
  { timeoutMs, signal, env }: CommandLimits,
): Promise<CommandOutcome> {
  const options = {
    timeout: timeoutMs,
    killSignal: "SIGKILL",
    maxBuffer: MAX_OUTPUT_BYTES,
    windowsHide: true,
    env: commandEnvironment(env),
    ...(signal ? { signal } : {}),
  } as const;
  return new Promise((resolve) => {
    const child = execFile(program, args, options, (error, output, complaint) => {
      resolve(
        error
          ? { ok: false, message: reasonOf(error, complaint, timeoutMs) }
          : { ok: true, output },
      );
    });
    child.stdin?.end();
  });
}

interface Failure {
  code?: string | number | null;
  killed?: boolean;
  signal?: NodeJS.Signals | null;
  name: string;
}

function reasonOf(error: Failure, complaint: string, timeoutMs: number): string {
  if (error.name === "AbortError") return "it was interrupted";
  if (error.code === "ENOENT") return "there is no such program";
  if (error.code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER") return "it printed too much";
  if (error.killed) return `it did not end within ${timeoutMs / 1000} s`;
  const [first] = complaint.trim().split("\n");
  const what = error.signal
    ? `it was ended by ${error.signal}`
    : `it ended with status ${error.code}`;
  return first ? `${what}: ${first}` : what;
}
