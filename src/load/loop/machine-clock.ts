import { performance } from "node:perf_hooks";
import type { Alarm } from "./alarm";
import type { LoadClock } from "./clock";
import { offsetOfPerformanceNow } from "./system-time";

/** The least time between two rings of the alarm: each costs some 30 µs of CPU time. */
const SPACING_MS = 0.4;
/** After so long an alarm that did not ring is made up for by a timer. */
const GRACE_MS = 2;

/**
 * The time of this machine, the same in all threads of a process. It wakes by an alarm where that is
 * worth it, and else by Node's timers, which are late by half a millisecond on average.
 */
export class MachineClock implements LoadClock {
  private readonly offset = offsetOfPerformanceNow();
  private at = Number.POSITIVE_INFINITY;
  private wake: () => void = () => {};
  private timer: NodeJS.Timeout | undefined;
  private timerAt = Number.POSITIVE_INFINITY;
  private lastRingAt = Number.NEGATIVE_INFINITY;
  private exact = false;

  constructor(private readonly alarm: Alarm) {}

  now(): number {
    return performance.now() + this.offset;
  }

  wakeAt(at: number, wake: () => void, exact: boolean): void {
    this.at = at;
    this.wake = wake;
    this.exact = exact;
    const now = this.now();
    if (at <= now) {
      setImmediate(this.ring);
      return;
    }
    if (exact) this.setAlarm();
    this.setTimer(exact ? at + GRACE_MS : at, now);
  }

  soon(run: () => void): void {
    setImmediate(run);
  }

  stop(): void {
    this.at = Number.POSITIVE_INFINITY;
    this.timerAt = Number.POSITIVE_INFINITY;
    clearTimeout(this.timer);
  }

  private setAlarm(): void {
    this.alarm.set(Math.max(this.at, this.lastRingAt + SPACING_MS), this.rung);
  }

  /** One that is set already and comes sooner does as well: it looks, and is set again. */
  private setTimer(at: number, now: number): void {
    if (this.timerAt <= at) return;
    clearTimeout(this.timer);
    this.timerAt = at;
    this.timer = setTimeout(this.timedOut, Math.max(1, Math.floor(at - now)));
  }

  private readonly rung = (): void => {
    this.lastRingAt = this.now();
    this.ring();
    // It may have rung for a time that is past, and the one that counts been lost over it.
    if (this.exact && this.at !== Number.POSITIVE_INFINITY) this.setAlarm();
  };

  private readonly timedOut = (): void => {
    this.timerAt = Number.POSITIVE_INFINITY;
    this.ring();
    if (this.at !== Number.POSITIVE_INFINITY) {
      this.setTimer(this.exact ? this.at + GRACE_MS : this.at, this.now());
    }
  };

  private readonly ring = (): void => {
    if (this.now() < this.at) return;
    this.at = Number.POSITIVE_INFINITY;
    this.wake();
  };
}
