import { availableParallelism } from "node:os";
import type { HttpVersion } from "../config/types";
import { InfergateError } from "../errors";
import type { HttpTarget } from "../http/types";
import type { LoadGenerator, LoadRun, LoadTarget, RunOptions } from "./generator";
import { LoadBoard } from "./loop/load-board";
import type { LoopRun } from "./loop/load-loop";
import { mergeHealth } from "./loop/loop-watch";
import { firstSpecimens } from "./loop/outcome-ledger";
import type { Plan } from "./loop/pacing";
import { systemMs } from "./loop/system-time";
import { type Recording, recordingOf, trimRecording } from "./recording";
import type { Schedule } from "./schedule";
import { LoadThread } from "./threads/load-thread";
import { ownBytes } from "./threads/portable-bytes";

export interface GeneratorOptions {
  /** Threads that send; left out, one less than this machine has cores, and at least one. */
  workers?: number;
  http?: HttpVersion;
}

/** The order reaches every thread before the schedule begins. */
const LEAD_MS = 10;
/** How often who watches a run is told how it goes. */
const WATCH_MS = 50;

/** @param mostInFlight the largest number of requests in flight of any schedule to come */
export function openGenerator(
  load: LoadTarget,
  mostInFlight: number,
  { workers = Math.max(1, availableParallelism() - 1), http = "1.1" }: GeneratorOptions = {},
): LoadGenerator {
  const { check, stream, requests, timeoutMs, giveUpAfter, maxAnswerBytes } = load;
  const setup = {
    target: portable(load.target),
    requests: requests.map((each) => ({ ...each, body: each.body && ownBytes(each.body) })),
    ...{ timeoutMs, giveUpAfter, maxAnswerBytes, mostInFlight, http },
    streams: stream !== null,
  };
  const threads = Array.from({ length: workers }, () => new LoadThread(setup, check));
  const sum = (count: "opened" | "reopened") =>
    threads.reduce((total, { connections }) => total + connections[count], 0);
  return {
    async run(schedule, watcher) {
      const recording = recordingOf(schedule, stream);
      const board = new LoadBoard();
      const stopWatching = watch(board, recording, watcher);
      const shared = { plan: planOf(schedule), recording, board: board.memory };
      try {
        await Promise.all(threads.map(({ ready }) => ready));
        const startAt = systemMs() + LEAD_MS;
        const runs = await Promise.all(
          threads.map((thread, part) =>
            thread.run({ ...shared, share: { part, of: threads.length }, startAt }),
          ),
        );
        watcher.onProgress?.(Math.min(board.begun, recording.intended.length));
        return merge(schedule, recording, board, runs);
      } catch (error) {
        // The other threads have no one to report to any more.
        board.stop("interrupted");
        throw error;
      } finally {
        stopWatching();
      }
    },
    get connections() {
      return sum("opened");
    },
    get reconnects() {
      return sum("reopened");
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

/** The target as a thread may be given it: without secrets, which the requests hold, and functions. */
function portable(target: HttpTarget): HttpTarget {
  const { environment = process.env, lookup, ca } = target.network ?? {};
  if (lookup) {
    throw new InfergateError("internal/load", "a resolver of one's own is not for the generator");
  }
  const network = { environment: { ...environment }, ...(ca === undefined ? {} : { ca }) };
  return { ...target, auth: null, network };
}

/** The times and inputs of an open schedule stand in the recording. */
function planOf(schedule: Schedule): Plan {
  if (schedule.model === "closed") return schedule;
  const { model, maxInFlight } = schedule;
  return { model, maxInFlight };
}

function watch(
  board: LoadBoard,
  recording: Recording,
  { signal, onProgress, enough }: RunOptions,
): () => void {
  const interrupt = () => board.stop("interrupted");
  if (signal.aborted) interrupt();
  signal.addEventListener("abort", interrupt, { once: true });
  const timer = setInterval(() => {
    onProgress?.(Math.min(board.begun, recording.intended.length));
    if (enough?.(recording)) board.stop("decided");
  }, WATCH_MS);
  return () => {
    clearInterval(timer);
    signal.removeEventListener("abort", interrupt);
  };
}

function merge(
  schedule: Schedule,
  recording: Recording,
  board: LoadBoard,
  runs: readonly LoopRun[],
): LoadRun {
  return {
    recording: schedule.model === "open" ? recording : trimRecording(recording, board.begun),
    health: mergeHealth(runs.map(({ health }) => health)),
    stopped: board.stopped,
    specimens: firstSpecimens(runs.flatMap(({ specimens }) => specimens)),
  };
}
