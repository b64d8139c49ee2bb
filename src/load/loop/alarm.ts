import { Worker } from "node:worker_threads";
import { threadFile } from "../threads/thread-file";

/** What a loop and its alarm share. */
export interface AlarmMemory {
  /** When to ring next, by the system's clock; Infinity for never. */
  at: Float64Array;
  words: Int32Array;
}

/** Two counters: of the times that the alarm was told to look again, and that it rang. */
export const ALARM_WORD = { told: 0, rung: 1 } as const;

/**
 * Wakes an event loop at a time, to a tenth of a millisecond: a thread of its own sleeps until then in
 * `Atomics.wait`, which has the precision of the system's clock where Node's timers have that of a
 * whole millisecond. It takes a few hundredths of a core at a thousand rings a second, where spinning
 * takes all of it.
 */
export class Alarm {
  private readonly memory: AlarmMemory = {
    at: new Float64Array(new SharedArrayBuffer(8)).fill(Number.POSITIVE_INFINITY),
    words: new Int32Array(new SharedArrayBuffer(8)),
  };
  private readonly thread = new Worker(threadFile("load-alarm"), { workerData: this.memory });
  private heard = 0;
  private listening = false;
  /** It has rung, and sleeps until it is told when to ring next. */
  private idle = true;
  private onRing: () => void = () => {};

  constructor() {
    this.thread.unref();
    // Without it the loop wakes by its timers all the same, only less exactly.
    this.thread.on("error", () => {});
  }

  /**
   * Rings at that time, or sooner: an alarm that is set while another rings may be lost with it, so
   * who is rung for too soon sets it again.
   *
   * @param at by the clock of all threads, `systemMs`
   */
  set(at: number, onRing: () => void): void {
    this.onRing = onRing;
    const { memory } = this;
    // It need not be told to sleep longer: it looks again before it rings. The time itself is no
    // atomic, so what stands there while it rings is not to be gone by.
    const mustTell = this.idle || at < (memory.at[0] as number);
    memory.at[0] = at;
    if (mustTell) {
      this.idle = false;
      Atomics.add(memory.words, ALARM_WORD.told, 1);
      Atomics.notify(memory.words, ALARM_WORD.told);
    }
    this.listen();
  }

  private listen(): void {
    if (this.listening) return;
    this.listening = true;
    const { words } = this.memory;
    const ring = Atomics.waitAsync(words, ALARM_WORD.rung, this.heard);
    if (ring.async) void ring.value.then(this.rung);
    else queueMicrotask(this.rung);
  }

  private readonly rung = (): void => {
    this.listening = false;
    this.idle = true;
    this.heard = Atomics.load(this.memory.words, ALARM_WORD.rung);
    this.onRing();
  };

  async close(): Promise<void> {
    await this.thread.terminate();
  }
}
