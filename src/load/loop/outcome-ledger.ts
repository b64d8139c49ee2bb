import type { Progress } from "../../http/attempt";
import { describeMs } from "../../http/broken-exchange";
import { classifyFailure, type Destination } from "../../http/classify-failure";
import type { Exchange } from "../../http/types";
import type { StreamReading } from "../../protocols/types";
import type { AnswerCheck } from "../answer-checker";
import type { RawAnswer } from "../http-exchange";
import { isUnanswered, OUTCOME, type Outcome } from "../outcomes";
import { type Recording, recordEnd } from "../recording";
import { recordStream } from "../stream-recording";

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
  "ENOBUFS",
  "ENOMEM",
]);

/** Decides how each request ended, writes it into the recording, and keeps a few that went wrong. */
export class OutcomeLedger {
  readonly specimens: Specimen[] = [];
  /** Answers whose check is still going on. */
  checking = 0;
  private unanswered = 0;
  private anyAnswered = false;

  constructor(
    private readonly recording: Recording,
    private readonly check: AnswerCheck,
    private readonly destination: Destination,
  ) {}

  /** Requests that ended without an answer while none was answered at all. */
  get unansweredFromTheStart(): number {
    return this.anyAnswered ? 0 : this.unanswered;
  }

  /** Resolves once the answer is judged; undefined where that was done at once, as it usually is. */
  answered(index: number, at: number, raw: RawAnswer): Promise<void> | undefined {
    this.anyAnswered = true;
    const sound = raw.status >= 200 && raw.status <= 299;
    const checked =
      sound || this.wanted(OUTCOME.refused) ? this.check(this.input(index), raw) : null;
    if (checked === null) {
      recordEnd(this.recording, index, at, sound ? OUTCOME.right : OUTCOME.refused);
      return undefined;
    }
    this.checking += 1;
    return checked.then(({ reason, answer, reading }) => {
      this.checking -= 1;
      const durationMs = at - (this.recording.dispatched[index] as number);
      const exchange: Exchange = { ok: true, answer: { ...answer, durationMs } };
      if (!sound)
        this.endBadly(index, at, OUTCOME.refused, exchange, reason ?? `status ${raw.status}`);
      else if (reason !== null) this.endBadly(index, at, OUTCOME.wrong, exchange, reason);
      else this.endWell(index, at, reading);
    });
  }

  failed(index: number, at: number, error: Error, progress: Progress): void {
    const durationMs = at - (this.recording.dispatched[index] as number);
    const failure = { ...classifyFailure(error, progress, this.destination), durationMs };
    const exhausted = EXHAUSTED_CODES.has((error as NodeJS.ErrnoException).code);
    const outcome = exhausted ? OUTCOME.exhausted : OUTCOME.broken;
    this.endBadly(index, at, outcome, { ok: false, failure }, failure.message);
  }

  timedOut(index: number, at: number, timeoutMs: number): void {
    const message = `no complete answer within ${describeMs(timeoutMs)}`;
    const durationMs = at - (this.recording.dispatched[index] as number);
    const failure = { kind: "timeout", reached: true, message, durationMs } as const;
    this.endBadly(index, at, OUTCOME.timedOut, { ok: false, failure }, message);
  }

  dropped(index: number, at: number): void {
    recordEnd(this.recording, index, at, OUTCOME.dropped);
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
    if (isUnanswered(outcome)) this.unanswered += 1;
    if (!this.wanted(outcome)) return;
    this.specimens.push({ outcome, input: this.input(index), reason, exchange });
  }

  private wanted(outcome: Outcome): boolean {
    const have = this.specimens.filter((specimen) => specimen.outcome === outcome).length;
    return have < SPECIMENS_PER_OUTCOME;
  }

  private input(index: number): number {
    return this.recording.input[index] as number;
  }
}
