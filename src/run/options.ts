import type { ProgressReport } from "../report/progress";
import type { Shard } from "../shards/shard";
import type { Clock } from "../suites/types";
import type { GateResult, SuiteName } from "../verdict/result";

/** What a run is told from outside: the command line's options or the action's inputs. */
export interface GateOptions {
  configFile: string | null;
  /** The config itself, where there is no file to read (the demo). */
  configText?: string;
  url: string | null;
  baselineUrl: string | null;
  /** Bearer tokens of the action's inputs; they win over `auth` in the config. */
  token: string | null;
  baselineToken: string | null;
  /** Null runs what the config asks for. */
  suites: SuiteName[] | null;
  /** Null takes it from the commit. */
  seed: number | null;
  out: string;
  timeoutMs: number | null;
  /** Hosts that credentials may go to; the command line trusts its own config. */
  allowedHosts: string[] | "any";
  env: Readonly<Record<string, string | undefined>>;
  /** Variables that the config may read. */
  allowedEnv: string[] | "any";
  /** Whether programs that the config names are run. */
  allowCommands: boolean;
  commit: string | null;
  baseCommit: string | null;
  /** Which of several machines this is; null where it runs alone. */
  shard: Shard | null;
  /** When the load begins, milliseconds since 1970; null for as soon as it can. */
  startAtMs: number | null;
  /** Aborted when the user or the runner interrupts. */
  signal: AbortSignal;
  clock: Clock;
  newRunId(): string;
  progress: ProgressReport;
  /** One line for people; what it is given has been redacted. */
  log(line: string): void;
}

export interface GateOutcome {
  /** Redacted. */
  result: GateResult;
  exitStatus: number;
  /** File name to absolute path. */
  files: Record<string, string>;
  /** When and whether the config wants a comment. */
  commentMode: "always" | "on-change" | "on-fail" | "off";
}
