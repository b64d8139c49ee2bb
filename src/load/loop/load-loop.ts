import { performance } from "node:perf_hooks";
import type { Dispatcher } from "undici";
import type { Progress } from "../../http/attempt";
import type { Destination } from "../../http/classify-failure";
import type { PreparedRequest } from "../../http/prepare";
import type { LoadRun, LoadTarget, RunOptions } from "../generator";
import { type ExchangeObserver, HttpExchange, type RawAnswer } from "../http-exchange";
import { createRecording, type Recording } from "../recording";
import type { Schedule } from "../schedule";
import { StreamExchange } from "../stream-exchange";
import { LoopWatch } from "./loop-watch";
import { OutcomeLedger } from "./outcome-ledger";
import { createPacing, type Pacing } from "./pacing";

export interface LoopTools extends RunOptions {
  dispatcher: Dispatcher;
  destination: Destination;
}

/** The longest sleep: deadlines and stalls of this thread are noticed at this grain. */
const HEARTBEAT_MS = 10;
/** A timer is late by up to two milliseconds; at modest rates the last ones are spent spinning. */
const SPIN_MS = 2;
const SPIN_BELOW_RATE = 100;

/** Sends what a schedule says, watches over deadlines, and records what became of each request. */
export function runLoop(
  schedule: Schedule,
  load: Omit<LoadTarget, "target">,
  tools: LoopTools,
): Promise<LoadRun> {
  return new Promise((resolve, reject) =>
    new LoadLoop(schedule, load, tools, resolve, reject).start(),
  );
}

class LoadLoop implements ExchangeObserver {
  private readonly startedAt = performance.now();
  private readonly watch = new LoopWatch();
  private readonly exchanges = new Map<number, HttpExchange>();
  private readonly pacing: Pacing;
  private readonly recording: Recording;
  private readonly ledger: OutcomeLedger;
  private readonly spins: boolean;
  /** No request before this one is open: deadlines run out in the order of dispatch. */
  private oldest = 0;
  private wakeAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private soon: NodeJS.Immediate | undefined;
  private over = false;

  constructor(
    schedule: Schedule,
    private readonly load: Omit<LoadTarget, "target">,
    private readonly tools: LoopTools,
    private readonly resolve: (run: LoadRun) => void,
    private readonly reject: (error: unknown) => void,
  ) {
    const { requests, check, stream } = load;
    this.pacing = createPacing(schedule, requests.length, (intended, inputs) =>
      createRecording(intended, inputs, stream),
    );
    this.recording = this.pacing.recording;
    this.ledger = new OutcomeLedger(this.recording, check, tools.destination);
    this.spins = this.pacing.rate <= SPIN_BELOW_RATE;
  }

  start(): void {
    this.tools.signal.addEventListener("abort", this.interrupt, { once: true });
    if (this.tools.signal.aborted) this.interrupt();
    else this.tick();
  }

  private now(): number {
    return performance.now() - this.startedAt;
  }

  private readonly tick = (): void => {
    if (this.over) return;
    const now = this.now();
    if (!this.pacing.exhausted) this.watch.note(now, this.wakeAt);
    this.sendDue(now);
    this.tools.onProgress?.(this.pacing.begun);
    if (this.tools.enough?.(this.recording)) this.finish("decided");
    // Timers run before the sockets are read. An answer that came while this thread was busy must
    // not pass for one that never came, so deadlines are looked at after the reading.
    if (this.nextDeadline() <= now) setImmediate(this.giveUpOverdue);
    this.sleep();
    this.finishIfDone();
  };

  /** All that was due when the tick began and no more, so that the sockets get their turn. */
  private sendDue(now: number): void {
    const { pacing } = this;
    while (pacing.nextAt() <= now && !this.over) this.send(pacing.begin());
    if (pacing.exhausted) this.watch.stop();
  }

  private send(index: number): void {
    const { requests, maxAnswerBytes, stream } = this.load;
    const at = this.now();
    if (this.exchanges.size >= this.pacing.maxInFlight) {
      this.ledger.dropped(index, at);
      return;
    }
    this.recording.dispatched[index] = at;
    const exchange = stream
      ? new StreamExchange(index, this, maxAnswerBytes, this.sinceIntended(index))
      : new HttpExchange(index, this, maxAnswerBytes);
    this.exchanges.set(index, exchange);
    const request = requests[this.recording.input[index] as number] as PreparedRequest;
    this.tools.dispatcher.dispatch(request, exchange);
  }

  /** The clock of one stream: what its first token is late by began when it was due, not when it was sent. */
  private sinceIntended(index: number): () => number {
    const due = this.startedAt + (this.recording.intended[index] as number);
    return () => performance.now() - due;
  }

  private sleep(): void {
    const now = this.now();
    const wait = Math.min(this.pacing.nextAt() - now, HEARTBEAT_MS);
    if (this.spins && wait < SPIN_MS) {
      this.wakeAt = now + Math.max(0, wait);
      setImmediate(this.tick);
      return;
    }
    const delay = Math.max(1, Math.floor(this.spins ? wait - SPIN_MS + 1 : wait));
    this.wakeAt = now + delay;
    this.timer = setTimeout(this.tick, delay);
  }

  private nextDeadline(): number {
    const { begun } = this.pacing;
    while (this.oldest < begun && !this.exchanges.has(this.oldest)) this.oldest++;
    if (this.oldest === begun) return Number.POSITIVE_INFINITY;
    return (this.recording.dispatched[this.oldest] as number) + this.load.timeoutMs;
  }

  private readonly giveUpOverdue = (): void => {
    const now = this.now();
    while (!this.over && this.nextDeadline() <= now) {
      const index = this.oldest;
      const exchange = this.exchanges.get(index);
      exchange?.cancel();
      this.ledger.timedOut(index, now, this.load.timeoutMs);
      this.release(index, now);
      this.stopIfUnanswered();
    }
    this.finishIfDone();
  };

  written(index: number): void {
    this.recording.written[index] = this.now();
  }

  firstByte(index: number): void {
    this.recording.firstByte[index] = this.now();
  }

  answered(index: number, answer: RawAnswer): void {
    const at = this.now();
    const checked = this.ledger.answered(index, at, answer);
    this.release(index, at);
    if (checked === undefined) this.finishIfDone();
    else checked.then(this.finishIfDone, this.crash);
  }

  failed(index: number, error: Error, progress: Progress): void {
    const at = this.now();
    this.ledger.failed(index, at, error, progress);
    this.release(index, at);
    this.stopIfUnanswered();
    this.finishIfDone();
  }

  /** It holds nothing any more. In a closed model that may make the next request due at once. */
  private release(index: number, at: number): void {
    this.exchanges.delete(index);
    this.pacing.ended(at);
    if (this.pacing.nextAt() <= at) this.soon ??= setImmediate(this.sendSoon);
  }

  private readonly sendSoon = (): void => {
    this.soon = undefined;
    if (!this.over) this.sendDue(this.now());
  };

  private stopIfUnanswered(): void {
    if (this.ledger.unansweredFromTheStart >= this.load.giveUpAfter) this.finish("unanswered");
  }

  private readonly finishIfDone = (): void => {
    if (this.pacing.exhausted && this.exchanges.size === 0 && this.ledger.checking === 0)
      this.finish(null);
  };

  /** A defect in the checking must end the run: what was not checked is not right. */
  private readonly crash = (error: unknown): void => {
    this.reject(error);
    this.finish(null);
  };

  private readonly interrupt = (): void => this.finish("interrupted");

  private finish(stopped: LoadRun["stopped"]): void {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.timer);
    clearImmediate(this.soon);
    this.tools.signal.removeEventListener("abort", this.interrupt);
    for (const exchange of this.exchanges.values()) exchange.cancel();
    this.resolve({
      recording: this.pacing.finish(),
      health: this.watch.stop(),
      stopped,
      specimens: this.ledger.specimens,
    });
  }
}
