import type { LoadGenerator, LoadRun, LoadTarget, RunOptions } from "../../../src/load/generator";
import { LoadBoard } from "../../../src/load/loop/load-board";
import { runLoop } from "../../../src/load/loop/load-loop";
import { recordingOf, trimRecording } from "../../../src/load/recording";
import type { Schedule } from "../../../src/load/schedule";
import { type QueueModel, QueueServer } from "./queue-server";
import { Simulation } from "./simulation";

export interface VirtualLoad
  extends Partial<Pick<LoadTarget, "check" | "timeoutMs" | "giveUpAfter">> {
  /** Distinct requests to choose from. */
  inputs?: number;
}

const WATCH_MS = 50;
const IDLE = { utilisation: 0, delayP99Ms: 0, stallMs: new Float64Array() };

/**
 * A load generator in virtual time: schedule, loop, ledger and recording are the real ones, clock and
 * endpoint are simulated. Hours of load take seconds, and nothing that the machine does disturbs them.
 * Virtual time goes on from one run to the next.
 */
export function createVirtualGenerator(model: QueueModel, load: VirtualLoad = {}): LoadGenerator {
  const { check = () => null, timeoutMs = 60_000, giveUpAfter = 10, inputs = 1 } = load;
  const simulation = new Simulation();
  const transport = new QueueServer(simulation, model);

  async function run(schedule: Schedule, options: RunOptions): Promise<LoadRun> {
    const recording = recordingOf(schedule, null);
    const board = new LoadBoard();
    let over = false;
    const look = () => {
      if (over) return;
      options.onProgress?.(board.begun);
      if (options.signal.aborted) board.stop("interrupted");
      if (options.enough?.(recording)) board.stop("decided");
      simulation.at(simulation.now + WATCH_MS, look);
    };
    look();
    const ended = runLoop(
      {
        plan: schedule,
        recording,
        board,
        inputs,
        share: { part: 0, of: 1 },
        startAt: simulation.now,
        limits: { timeoutMs, giveUpAfter },
      },
      {
        clock: simulation.clock(),
        transport,
        check,
        destination: { hostname: "virtual", host: "virtual" },
        watch: { note: () => {}, stop: () => IDLE },
      },
    ).finally(() => {
      over = true;
    });
    await simulation.run(() => over);
    const { health, specimens } = await ended;
    return {
      recording: trimRecording(recording, board.begun),
      health,
      stopped: board.stopped,
      specimens,
    };
  }

  return { run, connections: 0, reconnects: 0, close: async () => {} };
}
