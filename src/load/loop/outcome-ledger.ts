import type { Progress } from "../../http/attempt";
import { describeMs } from "../../http/broken-exchange";
import { classifyFailure } from "../../http/classify-failure";
import type { Exchange, HttpAnswer } from "../../http/types";
import type { StreamReading } from "../../protocols/types";
import type { CheckedAnswer } from "../answer-checker";
import { isUnanswered, OUTCOME, type Outcome } from "../outcomes";
import { type Recording, recordEnd } from "../recording";
import { recordStream } from "../stream-recording";
import type { RawAnswer } from "../transport/transport";
import type { LoopSetup, LoopTools } from "./load-loop";

/** One request that went wrong, kept as proof for the report. */
export interface Specimen {
  outcome: Outcome;
  input: number;
  /** What was wrong, without a trailing stop. */
  reason: string;
  exchange: Exchange;
}

const SPECIMENS_PER_OUTCOME = 3;

/** Codes of a machine that has nothing left to open a connection with. */
const EXHAUSTED_CODES: ReadonlySet<unknown> = new Set([
  "EMFILE",
  "ENFILE",
  "EADDRNOTAVAIL",
  // Of a connection that goes out it is the local port: how Windows tells that there is none left.
  "EADDRINUSE",
  "ENOBUFS",
  "ENOMEM",
]);

/** Decides how each request ended, writes it into the recording, and keeps a few that went wrong. */
export class OutcomeLedger {
  readonly specimens: Specimen[] = [];
  /** Answers whose check is still going on. */
  checking = 0;
  private closed = false;
  private readonly recording: Recording;

  constructor(
    private readonly setup: Pick<LoopSetup, "recording" | "board" | "limits">,
    private readonly tools: Pick<LoopTools, "check" | "destination">,
  ) {
    this.recording = setup.recording;
  }

  /** Resolves once the answer is judged; undefined where that was done at once, as it usually is. */
  answered(index: number, at: number, raw: RawAnswer): Promise<void> | undefined {
    this.setup.board.answered();
    const { status } = raw;
    const sound = isSuccess(status);
    const checked =
      sound || this.wanted(OUTCOME.refused) ? this.tools.check(this.input(index), raw) : null;
    if (checked === null) {
      this.endByBytes(index, at, sound);
      return undefined;
    }
    this.checking += 1;
    return checked.then((verdict) => {
      this.checking -= 1;
      if (this.closed) return;
      if (verdict === null) this.endByBytes(index, at, sound);
      else if (sound && verdict.reason === null) this.endWell(index, at, verdict.reading);
      else this.endWithBadAnswer(index, at, status, verdict);
    });
  }

  failed(index: number, at: number, error: Error, progress: Progress): void {
    const durationMs = at - (this.recording.dispatched[index] as number);
    const failure = { ...classifyFailure(error, progress, this.tools.destination), durationMs };
    const exhausted = EXHAUSTED_CODES.has((error as NodeJS.ErrnoException).code);
    const outcome = exhausted ? OUTCOME.exhausted : OUTCOME.broken;
    this.endBadly(index, at, outcome, { ok: false, failure }, failure.message);
  }

  timedOut(index: number, at: number): void {
    const message = `no complete answer within ${describeMs(this.setup.limits.timeoutMs)}`;
    const durationMs = at - (this.recording.dispatched[index] as number);
    const failure = { kind: "timeout", reached: true, message, durationMs } as const;
    this.endBadly(index, at, OUTCOME.timedOut, { ok: false, failure }, message);
  }

  dropped(index: number, at: number): void {
    recordEnd(this.recording, index, at, OUTCOME.dropped);
  }

  /** The run is over and may be under judgement: what is still being checked is not written down any more. */
  close(): void {
    this.closed = true;
  }

  private endByBytes(index: number, at: number, sound: boolean): void {
    recordEnd(this.recording, index, at, sound ? OUTCOME.right : OUTCOME.refused);
  }

  private endWithBadAnswer(
    index: number,
    at: number,
    status: number,
    { reason, answer }: CheckedAnswer,
  ): void {
    const outcome = isSuccess(status) ? OUTCOME.wrong : OUTCOME.refused;
    const durationMs = at - (this.recording.dispatched[index] as number);
    const exchange: Exchange = { ok: true, answer: { ...(answer as HttpAnswer), durationMs } };
    this.endBadly(index, at, outcome, exchange, reason ?? `status ${status}`);
  }

  private endWell(index: number, at: number, reading: StreamReading | undefined): void {
    const { recording } = this;
    const counts = recordEnd(recording, index, at, OUTCOME.right);
    if (counts && reading && recording.streams) recordStream(recording.streams, index, reading);
  }

  private endBadly(
    index: number,
    at: number,
    outcome: Outcome,
    exchange: Exchange,
    reason: string,
  ): void {
    recordEnd(this.recording, index, at, outcome);
    if (isUnanswered(outcome)) this.countUnanswered();
    if (!this.wanted(outcome)) return;
    this.specimens.push({ outcome, input: this.input(index), reason, exchange });
  }

  /** Where nothing was ever answered, waiting for the rest would only take time. */
  private countUnanswered(): void {
    const { board, limits } = this.setup;
    if (board.unanswered() >= limits.giveUpAfter) board.stop("unanswered");
  }

  private wanted(outcome: Outcome): boolean {
    return isWanted(this.specimens, outcome);
  }

  private input(index: number): number {
    return this.recording.input[index] as number;
  }
}

/** As few of several threads as of one. */
export function firstSpecimens(all: readonly Specimen[]): Specimen[] {
  const kept: Specimen[] = [];
  for (const specimen of all) if (isWanted(kept, specimen.outcome)) kept.push(specimen);
  return kept;
}

function isWanted(kept: readonly Specimen[], outcome: Outcome): boolean {
  return kept.filter((one) => one.outcome === outcome).length < SPECIMENS_PER_OUTCOME;
}

function isSuccess(status: number): boolean {
  return status >= 200 && status <= 299;
}
