import type { Progress } from "../../http/attempt";
import type { Destination } from "../../http/classify-failure";
import type { AnswerCheck } from "../answer-checker";
import type { LoadRun, LoadTarget } from "../generator";
import type { ExchangeObserver, RawAnswer, SentRequest, Transport } from "../transport/transport";
import type { LoadClock } from "./clock";
import type { LoopHealth, Watch } from "./loop-watch";
import { OutcomeLedger } from "./outcome-ledger";
import { createPacing, type Pacing, type PacingSetup, type Plan } from "./pacing";

export interface LoopSetup extends PacingSetup {
  plan: Plan;
  /** When the schedule begins, by the clock. */
  startAt: number;
  limits: LoopLimits;
}

export type LoopLimits = Pick<LoadTarget, "timeoutMs" | "giveUpAfter">;

export interface LoopTools {
  clock: LoadClock;
  transport: Transport;
  check: AnswerCheck;
  destination: Destination;
  watch: Watch;
}

/** What one loop has to say of a run, besides what stands in the recording and on the board. */
export interface LoopRun extends Pick<LoadRun, "specimens"> {
  health: LoopHealth;
}

/** The longest sleep: stops and stalls of this thread are noticed at this grain. */
const HEARTBEAT_MS = 10;

const MOST_AT_ONCE = 256;
/**
 * Where requests come thicker, the loop is awake most of the time anyway, and sends what is due with
 * every answer that it reads; an exact wake-up for each would cost more than all the rest.
 */
const LEAST_GAP_MS = 0.6;

/**
 * Sends what a schedule says, watches over deadlines, and records what becomes of each request. It has
 * its time and its network from outside, so that it runs just the same in a simulation.
 */
export function runLoop(setup: LoopSetup, tools: LoopTools): Promise<LoopRun> {
  return new Promise((resolve, reject) => new LoadLoop(setup, tools, resolve, reject).tick());
}

class LoadLoop implements ExchangeObserver {
  /** Under way, in the order in which they were sent: deadlines run out in that order. */
  private readonly sent = new Map<number, SentRequest>();
  private readonly pacing: Pacing;
  private readonly ledger: OutcomeLedger;
  private wakeAt = 0;
  private sendsSoon = false;
  private over = false;

  constructor(
    private readonly setup: LoopSetup,
    private readonly tools: LoopTools,
    private readonly resolve: (run: LoopRun) => void,
    private readonly reject: (error: unknown) => void,
  ) {
    this.pacing = createPacing(setup.plan, setup);
    this.ledger = new OutcomeLedger(setup, tools);
  }

  private now(): number {
    return this.tools.clock.now() - this.setup.startAt;
  }

  readonly tick = (): void => {
    this.finishIfTold();
    if (this.over) return;
    const now = this.now();
    if (!this.pacing.exhausted && now >= this.wakeAt) this.tools.watch.note(now, this.wakeAt);
    this.sendDue(now);
    // Timers run before the sockets are read. An answer that came while this thread was busy must
    // not pass for one that never came, so deadlines are looked at after the reading.
    if (this.nextDeadline() <= now) this.tools.clock.soon(this.giveUpOverdue);
    this.sleep();
    this.finishIfDone();
  };

  /** What was due when it began, and not too much of that, so that the sockets get their turn. */
  private sendDue(now: number): void {
    for (let n = 0; n < MOST_AT_ONCE && this.pacing.nextAt() <= now && !this.over; n++) {
      this.sendNext();
    }
    if (this.pacing.exhausted) this.tools.watch.stop();
  }

  private sendNext(): void {
    const { recording, board } = this.setup;
    const index = this.pacing.begin();
    if (index === null) return;
    const at = this.now();
    if (!board.enter(this.pacing.maxInFlight)) {
      this.ledger.dropped(index, at);
      return;
    }
    recording.dispatched[index] = at;
    // Before it is sent: it may be over at once.
    this.sent.set(index, NOT_YET_SENT);
    const sent = this.tools.transport.send(recording.input[index] as number, index, this);
    if (this.sent.has(index)) this.sent.set(index, sent);
  }

  private sleep(): void {
    const now = this.now();
    const nextAt = this.pacing.nextAt();
    const next = Math.min(nextAt, this.nextDeadline(), now + HEARTBEAT_MS);
    this.wakeAt = Math.max(now, next);
    const exact = next === nextAt && this.pacing.gapMs() >= LEAST_GAP_MS;
    this.tools.clock.wakeAt(this.setup.startAt + this.wakeAt, this.tick, exact);
  }

  private nextDeadline(): number {
    const { value: oldest } = this.sent.keys().next();
    if (oldest === undefined) return Number.POSITIVE_INFINITY;
    return (this.setup.recording.dispatched[oldest] as number) + this.setup.limits.timeoutMs;
  }

  private readonly giveUpOverdue = (): void => {
    const now = this.now();
    while (!this.over && this.nextDeadline() <= now) {
      const [index, sent] = this.sent.entries().next().value as [number, SentRequest];
      sent.cancel();
      this.ledger.timedOut(index, now);
      this.release(index, now);
      this.finishIfTold();
    }
    this.finishIfDone();
  };

  written(index: number): void {
    this.setup.recording.written[index] = this.now();
  }

  firstByte(index: number): void {
    this.setup.recording.firstByte[index] = this.now();
  }

  answered(index: number, answer: RawAnswer): void {
    if (!this.sent.has(index)) return;
    const at = this.now();
    const checked = this.ledger.answered(index, at, this.sinceIntended(index, answer));
    this.release(index, at);
    if (checked === undefined) this.finishIfDone();
    else checked.then(this.finishIfDone, this.crash);
  }

  /** What the first token of a stream is late by began when it was due, not when it was sent. */
  private sinceIntended(index: number, answer: RawAnswer): RawAnswer {
    if (!answer.arrivals) return answer;
    const due = this.setup.startAt + (this.setup.recording.intended[index] as number);
    const arrivals = answer.arrivals.map(({ atMs, bytes }) => ({ atMs: atMs - due, bytes }));
    return { ...answer, arrivals };
  }

  failed(index: number, error: Error, progress: Progress): void {
    if (!this.sent.has(index)) return;
    const at = this.now();
    this.ledger.failed(index, at, error, progress);
    this.release(index, at);
    this.finishIfDone();
  }

  /**
   * It holds nothing any more. In a closed model its end may make the next one due, sooner than this
   * loop meant to wake; and whatever is due by now is sent without waiting for a timer.
   */
  private release(index: number, at: number): void {
    this.sent.delete(index);
    this.setup.board.leave();
    this.pacing.ended(at);
    const next = this.pacing.nextAt();
    if (next > at) {
      if (next < this.wakeAt) this.sleep();
    } else if (!this.sendsSoon) {
      this.sendsSoon = true;
      this.tools.clock.soon(this.sendSoon);
    }
  }

  private readonly sendSoon = (): void => {
    this.sendsSoon = false;
    if (!this.over) this.sendDue(this.now());
  };

  private readonly finishIfDone = (): void => {
    const done = this.pacing.exhausted && this.sent.size === 0 && this.ledger.checking === 0;
    if (done) this.finish();
    else this.finishIfTold();
  };

  private finishIfTold(): void {
    if (this.setup.board.stopped !== null) this.finish();
  }

  /** A defect in the checking must end the run: what was not checked is not right. */
  private readonly crash = (error: unknown): void => {
    this.reject(error);
    this.finish();
  };

  private finish(): void {
    if (this.over) return;
    this.over = true;
    this.ledger.close();
    this.tools.clock.stop();
    for (const sent of this.sent.values()) sent.cancel();
    this.sent.clear();
    this.resolve({ health: this.tools.watch.stop(), specimens: this.ledger.specimens });
  }
}

const NOT_YET_SENT: SentRequest = { cancel: () => {} };
