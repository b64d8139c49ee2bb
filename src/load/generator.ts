import type { PreparedRequest } from "../http/prepare";
import type { HttpTarget } from "../http/types";
import type { AnswerCheck } from "./answer-checker";
import type { StreamPlan } from "./load-plan";
import type { LoopHealth } from "./loop/loop-watch";
import type { Specimen } from "./loop/outcome-ledger";
import type { Recording } from "./recording";
import type { Schedule } from "./schedule";

/** What is put under load, the same for every schedule that is run on it. */
export interface LoadTarget {
  target: HttpTarget;
  /** One for each distinct input, serialised, credentials included. */
  requests: readonly PreparedRequest[];
  check: AnswerCheck;
  /** Deadline of one request, from its dispatch, milliseconds. */
  timeoutMs: number;
  /** A longer answer is broken off and counted. */
  maxAnswerBytes: number;
  /** What to note of streams; null where the answers are asked for as a whole. */
  stream: StreamPlan | null;
  /** A run is over early when this many requests have ended and not one was answered. */
  giveUpAfter: number;
}

export interface LoadRun {
  recording: Recording;
  health: LoopHealth;
  /**
   * Why it ended before its schedule: nothing was answered, the run was interrupted, or who asked for
   * it had seen enough.
   */
  stopped: "unanswered" | "interrupted" | "decided" | null;
  /** The first few requests of each kind that went wrong. */
  specimens: Specimen[];
  /** What this machine can send of such requests, per second; known where the generator may have been the limit. */
  ceiling?: number;
  /** The median of unloaded answers, milliseconds; known where the generator may have been the limit. */
  unloadedMs?: number;
}

export interface RunOptions {
  signal: AbortSignal;
  /** Told now and then, and at the end, how many of the schedule's requests have begun. */
  onProgress?: (done: number) => void;
  /** Asked now and then, with the recording so far: true ends the run as "decided". */
  enough?: (recording: Recording) => boolean;
}

/** Puts one endpoint under load, one schedule after the other, over connections that stay open. */
export interface LoadGenerator {
  run(schedule: Schedule, options: RunOptions): Promise<LoadRun>;
  /** Connections opened so far. */
  readonly connections: number;
  /** Of those, the ones that took the place of one that was closed. */
  readonly reconnects: number;
  close(): Promise<void>;
}
