import { performance } from "node:perf_hooks";
import type { Alarm } from "./alarm";
import type { LoadClock } from "./clock";
import { offsetOfPerformanceNow } from "./system-time";

/** The least time between two rings of the alarm: each costs some 30 µs of CPU time. */
const SPACING_MS = 0.5;
/** How often it looks without being rung for. */
const LOOK_MS = 10;

/** The time of this machine, the same in all threads of a process. */
export class MachineClock implements LoadClock {
  private readonly offset = offsetOfPerformanceNow();
  private at = Number.POSITIVE_INFINITY;
  private wake: () => void = () => {};
  private lastRingAt = Number.NEGATIVE_INFINITY;
  private look: NodeJS.Timeout | undefined;

  constructor(private readonly alarm: Alarm) {}

  now(): number {
    return performance.now() + this.offset;
  }

  wakeAt(at: number, wake: () => void): void {
    this.at = at;
    this.wake = wake;
    this.look ??= setInterval(this.ring, LOOK_MS);
    if (at <= this.now()) setImmediate(this.ring);
    else this.setAlarm();
  }

  soon(run: () => void): void {
    setImmediate(run);
  }

  stop(): void {
    this.at = Number.POSITIVE_INFINITY;
    clearInterval(this.look);
    this.look = undefined;
  }

  private setAlarm(): void {
    this.alarm.set(Math.max(this.at, this.lastRingAt + SPACING_MS), this.rung);
  }

  private readonly rung = (): void => {
    this.lastRingAt = this.now();
    this.ring();
    // It rang for a time that is past, and this one may have been lost over it.
    if (this.at !== Number.POSITIVE_INFINITY) this.setAlarm();
  };

  private readonly ring = (): void => {
    if (this.now() < this.at) return;
    this.at = Number.POSITIVE_INFINITY;
    this.wake();
  };
}
