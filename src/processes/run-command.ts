import { type ChildProcess, spawn } from "node:child_process";

/** A program of the user's and its arguments; no shell reads them. */
export type Command = readonly string[];

export interface CommandLimits {
  timeoutMs: number;
  signal?: AbortSignal;
  /** Variables that the user gives it, beside those that every program gets. */
  env?: Readonly<Record<string, string>>;
  /** Whether what it prints beyond the most that is kept is dropped, and no reason to kill it. */
  mayPrintMore?: boolean;
  /** Told of the command's process group once it runs; of none where the system has no groups. */
  onStart?(group: number): void;
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

/** A process group of its own: whatever the command has started ends with it, and no key pressed in the terminal reaches it. */
const HAS_GROUPS = process.platform !== "win32";

/**
 * Runs a command and waits for its end. It gets no shell, no input and none of the secrets in the
 * environment, and its failure is a value. At its time limit, and where it is interrupted, it is killed
 * with all that it has started, and has ended before this says so: what comes next would otherwise
 * run beside it, and a weight be set after it was taken back.
 */
export function runCommand(
  [program = "", ...args]: Command,
  { timeoutMs, signal, env, mayPrintMore = false, onStart }: CommandLimits,
): Promise<CommandOutcome> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve({ ok: false, message: INTERRUPTED });
    const child = spawn(program, args, {
      detached: HAS_GROUPS,
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
      env: commandEnvironment(env),
    });
    let stoppedFor: string | null = null;
    const stop = (why: string) => {
      stoppedFor ??= why;
      kill(child);
      // Whoever holds these still is out of the group, and not waited for.
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const interrupt = () => stop(INTERRUPTED);
    const timer = setTimeout(stop, timeoutMs, `it did not end within ${timeoutMs / 1000} s`);
    signal?.addEventListener("abort", interrupt, { once: true });
    const collect = (stream: NodeJS.ReadableStream) => {
      const parts: Buffer[] = [];
      let bytes = 0;
      stream.on("data", (part: Buffer) => {
        bytes += part.length;
        if (bytes <= MAX_OUTPUT_BYTES) parts.push(part);
        else if (!mayPrintMore) stop("it printed too much");
      });
      return () => Buffer.concat(parts).toString("utf8");
    };
    const [output, complaint] = [collect(child.stdout), collect(child.stderr)];
    const end = (outcome: CommandOutcome) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", interrupt);
      resolve(outcome);
    };
    child.once("error", (error: NodeJS.ErrnoException) => {
      const isThere = error.code !== "ENOENT";
      const message = isThere ? `it could not be run: ${error.code}` : "there is no such program";
      end({ ok: false, message });
    });
    child.once("close", (status, endedBy) => {
      const why = stoppedFor ?? reasonOf(status, endedBy, complaint());
      end(why === null ? { ok: true, output: output() } : { ok: false, message: why });
    });
    if (HAS_GROUPS && child.pid !== undefined) onStart?.(child.pid);
  });
}

const INTERRUPTED = "it was interrupted";

function kill(child: ChildProcess): void {
  if (!HAS_GROUPS || child.pid === undefined) {
    child.kill("SIGKILL");
    return;
  }
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // All of it has ended already.
  }
}

/** A clause in a message, after which more must be heard. */
const LONGEST_COMPLAINT = 300;

/** Null where it ended well. */
function reasonOf(
  status: number | null,
  endedBy: NodeJS.Signals | null,
  complaint: string,
): string | null {
  if (status === 0) return null;
  const [first] = complaint.trim().split("\n");
  const what = endedBy ? `it was ended by ${endedBy}` : `it ended with status ${status}`;
  return first ? `${what}: ${first.slice(0, LONGEST_COMPLAINT)}` : what;
}
