import { type IntervalHistogram, monitorEventLoopDelay, performance } from "node:perf_hooks";

/** How well the generator's own thread kept up, from the first request to the last one sent; of several threads the worst. */
export interface LoopHealth {
  /** Share of the time that the thread was busy. */
  utilisation: number;
  /** How long the thread kept a timer waiting, 99th percentile, milliseconds. */
  delayP99Ms: number;
  /** Longest wait of a due timer in each second of the stage, milliseconds. */
  stallMs: Float64Array;
}

export interface Watch {
  /** A wake-up that was due at `due` came at `now`. */
  note(now: number, due: number): void;
  /** Ends the watching, the first time that it is called. */
  stop(): LoopHealth;
}

const RESOLUTION_MS = 10;

/** Watches the event loop while requests are being sent; the wait for the last answers would only flatter it. */
export class LoopWatch implements Watch {
  private readonly histogram: IntervalHistogram = monitorEventLoopDelay({
    resolution: RESOLUTION_MS,
  });
  private readonly start = performance.eventLoopUtilization();
  private readonly stalls: number[] = [];
  private health: LoopHealth | null = null;

  constructor() {
    this.histogram.enable();
  }

  note(now: number, due: number): void {
    const second = Math.floor(now / 1000);
    while (this.stalls.length <= second) this.stalls.push(0);
    this.stalls[second] = Math.max(this.stalls[second] as number, now - due);
  }

  stop(): LoopHealth {
    this.histogram.disable();
    this.health ??= {
      utilisation: performance.eventLoopUtilization(this.start).utilization,
      // Node records the whole time between two timers, the interval itself included.
      delayP99Ms: Math.max(0, this.histogram.percentile(99) / 1e6 - RESOLUTION_MS),
      stallMs: Float64Array.from(this.stalls),
    };
    return this.health;
  }
}

/** The worst of several threads, for the load is no better than that. */
export function mergeHealth(all: readonly LoopHealth[]): LoopHealth {
  const seconds = Math.max(...all.map(({ stallMs }) => stallMs.length));
  return {
    utilisation: Math.max(...all.map(({ utilisation }) => utilisation)),
    delayP99Ms: Math.max(...all.map(({ delayP99Ms }) => delayP99Ms)),
    stallMs: Float64Array.from({ length: seconds }, (_, second) =>
      Math.max(...all.map(({ stallMs }) => stallMs[second] ?? 0)),
    ),
  };
}
