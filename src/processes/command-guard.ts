import { spawn } from "node:child_process";
import { type Command, type CommandLimits, commandEnvironment } from "./run-command";

/** Sees to it that a command is run when this process dies, however it dies. */
export interface CommandGuard {
  /**
   * Another command runs in this process group, null once it has ended: it is killed before the
   * guarded one is run, which it would otherwise outlive.
   */
  noteRunning(group: number | null): void;
  /** Whoever disarms it has run the command, or need not. */
  disarm(): void;
}

/**
 * What the guard runs: it reads a command, then waits for the end of its input, which comes when the
 * process that armed it is gone. Without the word before it, it runs the command, and first ends the
 * group that was last said to run.
 */
const GUARD = `
let told = "";
process.stdin.on("data", (part) => { told += part; });
process.stdin.on("end", () => {
  const [armed, ...words] = told.trimEnd().split("\\n");
  const last = words.at(-1);
  if (last === "disarmed") return;
  try {
    if (Number(last) > 1) process.kill(-Number(last), "SIGKILL");
  } catch {}
  const { command: [program, ...args], timeout, env } = JSON.parse(armed);
  require("node:child_process")
    .spawn(program, args, { timeout, killSignal: "SIGKILL", windowsHide: true, env, stdio: "ignore" })
    .on("error", () => {});
});
`;

/**
 * A process that is killed outright can run nothing more: SIGKILL, an empty memory, a runner that has
 * lost its patience. So a process of its own holds the command, in a session of its own that no
 * signal of the terminal reaches, and notices by its input alone that it is needed. It cannot help
 * where the whole machine goes.
 *
 * @returns once the guard has the command
 * @throws where it cannot be started
 */
export async function guardCommand(
  command: Command,
  { timeoutMs, env }: Omit<CommandLimits, "signal">,
): Promise<CommandGuard> {
  const child = spawn(process.execPath, ["-e", GUARD], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    windowsHide: true,
    // A runner ends every process with its mark in the environment when a job is over.
    env: commandEnvironment(),
  });
  await new Promise<void>((started, failed) => {
    child.once("error", failed);
    child.once("spawn", started);
  });
  const armed = JSON.stringify({
    command,
    timeout: timeoutMs,
    env: commandEnvironment(env),
  });
  await new Promise<void>((written, failed) => {
    // Not through argv, where every process could read it.
    child.stdin.write(`${armed}\n`, (error) => (error ? failed(error) : written()));
  });
  // Nobody waits for it: neither this process at its end, nor it for this process.
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  child.on("error", () => {});
  child.stdin.on("error", () => {});
  return {
    noteRunning(group) {
      child.stdin.write(`${group ?? "none"}\n`);
    },
    disarm() {
      child.stdin.end("disarmed\n");
    },
  };
}
