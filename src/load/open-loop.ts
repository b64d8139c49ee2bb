import { performance } from "node:perf_hooks";
import type { Progress } from "../http/attempt";
import type { Destination } from "../http/classify-failure";
import type { Connections } from "../http/dispatcher";
import type { PreparedRequest } from "../http/prepare";
import type { AnswerCheck } from "./answer-checker";
import { type ExchangeObserver, HttpExchange, type RawAnswer } from "./http-exchange";
import type { LoadPlan } from "./load-plan";
import { type LoopHealth, LoopWatch } from "./loop-watch";
import { OutcomeLedger, type Specimen } from "./outcome-ledger";
import { createRecording, type Recording } from "./recording";
import { StreamExchange } from "./stream-exchange";

export interface LoadRun {
  recording: Recording;
  health: LoopHealth;
  /** Why it ended before its plan: nothing was answered, or the run was interrupted. */
  stopped: "unanswered" | "interrupted" | null;
  /** The first few requests of each kind that went wrong. */
  specimens: Specimen[];
}

export interface LoadTools {
  dispatcher: Connections;
  destination: Destination;
  check: AnswerCheck;
  signal: AbortSignal;
  /** Told now and then how many of the plan's requests are behind it. */
  onProgress?: (done: number) => void;
}

/** The longest sleep: deadlines and stalls of this thread are noticed at this grain. */
const HEARTBEAT_MS = 10;
/** A timer is late by up to two milliseconds; at modest rates the last ones are spent spinning. */
const SPIN_MS = 2;
const SPIN_BELOW_RATE = 100;

/**
 * Sends a plan's requests at their appointed times, whether or not earlier ones were answered (an
 * open model). What is late is sent at once and its lateness recorded, so that a stalled endpoint
 * cannot slow down its own measurement ("coordinated omission").
 */
export function runOpenLoop(plan: LoadPlan, tools: LoadTools): Promise<LoadRun> {
  return new Promise((resolve, reject) => new OpenLoop(plan, tools, resolve, reject).start());
}

class OpenLoop implements ExchangeObserver {
  private readonly startedAt = performance.now();
  private readonly watch = new LoopWatch();
  private readonly exchanges = new Map<number, HttpExchange>();
  private readonly recording: Recording;
  private readonly ledger: OutcomeLedger;
  private readonly spins: boolean;
  private next = 0;
  /** No request before this one is open: deadlines run out in the order of dispatch. */
  private oldest = 0;
  private wakeAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private over = false;

  constructor(
    private readonly plan: LoadPlan,
    private readonly tools: LoadTools,
    private readonly resolve: (run: LoadRun) => void,
    private readonly reject: (error: unknown) => void,
  ) {
    const { arrivals, inputs, stream } = plan;
    this.recording = createRecording(arrivals, inputs, stream);
    this.ledger = new OutcomeLedger(this.recording, tools.check, tools.destination);
    this.spins = arrivals.length * 1000 <= SPIN_BELOW_RATE * (arrivals.at(-1) ?? 0);
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
    if (this.next < this.plan.arrivals.length) this.watch.note(now, this.wakeAt);
    this.sendDue(now);
    this.tools.onProgress?.(this.next);
    // Timers run before the sockets are read. An answer that came while this thread was busy must
    // not pass for one that never came, so deadlines are looked at after the reading.
    if (this.nextDeadline() <= now) setImmediate(this.giveUpOverdue);
    this.sleep();
    this.finishIfDone();
  };

  /** All that was due when the tick began and no more, so that the sockets get their turn. */
  private sendDue(now: number): void {
    const { arrivals } = this.plan;
    while (this.next < arrivals.length && (arrivals[this.next] as number) <= now && !this.over) {
      this.send(this.next++);
    }
    if (this.next === arrivals.length) this.watch.stop();
  }

  private send(index: number): void {
    const { inputs, requests, maxInFlight, maxAnswerBytes, stream } = this.plan;
    const at = this.now();
    if (this.exchanges.size >= maxInFlight) {
      this.ledger.dropped(index, at);
      return;
    }
    this.recording.dispatched[index] = at;
    const exchange = stream
      ? new StreamExchange(index, this, maxAnswerBytes, this.sinceIntended(index))
      : new HttpExchange(index, this, maxAnswerBytes);
    this.exchanges.set(index, exchange);
    const request = requests[inputs[index] as number] as PreparedRequest;
    this.tools.dispatcher.dispatch(request, exchange);
  }

  /** The clock of one stream: what its first token is late by began when it was due, not when it was sent. */
  private sinceIntended(index: number): () => number {
    const due = this.startedAt + (this.plan.arrivals[index] as number);
    return () => performance.now() - due;
  }

  private sleep(): void {
    const now = this.now();
    const nextArrival = this.plan.arrivals[this.next] ?? Number.POSITIVE_INFINITY;
    const wait = Math.min(nextArrival - now, HEARTBEAT_MS);
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
    while (this.oldest < this.next && !this.exchanges.has(this.oldest)) this.oldest++;
    if (this.oldest === this.next) return Number.POSITIVE_INFINITY;
    return (this.recording.dispatched[this.oldest] as number) + this.plan.timeoutMs;
  }

  private readonly giveUpOverdue = (): void => {
    const now = this.now();
    while (!this.over && this.nextDeadline() <= now) {
      const index = this.oldest;
      const exchange = this.exchanges.get(index);
      this.exchanges.delete(index);
      exchange?.cancel();
      this.ledger.timedOut(index, now, this.plan.timeoutMs);
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
    this.exchanges.delete(index);
    const checked = this.ledger.answered(index, at, answer);
    if (checked === undefined) this.finishIfDone();
    else checked.then(this.finishIfDone, this.crash);
  }

  failed(index: number, error: Error, progress: Progress): void {
    this.exchanges.delete(index);
    this.ledger.failed(index, this.now(), error, progress);
    this.stopIfUnanswered();
    this.finishIfDone();
  }

  private stopIfUnanswered(): void {
    if (this.ledger.unansweredFromTheStart >= this.plan.giveUpAfter) this.finish("unanswered");
  }

  private readonly finishIfDone = (): void => {
    const sentAll = this.next === this.plan.arrivals.length;
    if (sentAll && this.exchanges.size === 0 && this.ledger.checking === 0) this.finish(null);
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
    this.tools.signal.removeEventListener("abort", this.interrupt);
    for (const exchange of this.exchanges.values()) exchange.cancel();
    const { recording, ledger } = this;
    this.resolve({ recording, health: this.watch.stop(), stopped, specimens: ledger.specimens });
  }
}
