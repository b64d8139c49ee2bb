import type { MessagePort } from "node:worker_threads";
import { InfergateError } from "../../errors";
import { describeBytes } from "../../http/broken-exchange";
import type { AnswerCheck, Verdict } from "../answer-checker";
import { RightAnswers } from "../right-answers";
import type { RawAnswer } from "../transport/transport";
import type { FromThread } from "./messages";
import { ownBytes } from "./portable-bytes";

/** More than this in answers that wait for a verdict, and this machine cannot check what it sends. */
const MOST_WAITING_BYTES = 256 * 1024 * 1024;

/**
 * Judges answers in a load thread: by their bytes, where the main thread has found the same bytes right
 * for that input before; by asking it, where it has not.
 */
export class RemoteCheck {
  private readonly right = new RightAnswers();
  private readonly waiting = new Map<number, (verdict: Verdict) => void>();
  private waitingBytes = 0;
  private asked = 0;

  /** @param repeats whether equal bytes are equal answers: not so for streams, which are timed, too */
  constructor(
    private readonly port: MessagePort,
    private readonly repeats: boolean,
    private readonly mostWaitingBytes = MOST_WAITING_BYTES,
  ) {}

  readonly check: AnswerCheck = (input, raw) =>
    this.right.has(input, raw) ? null : this.ask(input, raw);

  private async ask(input: number, given: RawAnswer): Promise<Verdict> {
    const raw = { ...given, headers: given.headers.map(ownBytes), body: ownBytes(given.body) };
    const id = this.asked++;
    const bytes = raw.body.length;
    this.waitingBytes += bytes;
    if (this.waitingBytes > this.mostWaitingBytes) throw cannotKeepUp(this.mostWaitingBytes);
    const verdict = await new Promise<Verdict>((resolve) => {
      this.waiting.set(id, resolve);
      this.port.postMessage({
        kind: "question",
        question: { id, input, raw },
      } satisfies FromThread);
    });
    this.waitingBytes -= bytes;
    const right = verdict === null || verdict.reason === null;
    if (this.repeats && right) this.right.add(input, raw);
    return verdict;
  }

  judged(id: number, verdict: Verdict): void {
    this.waiting.get(id)?.(verdict);
    this.waiting.delete(id);
  }
}

function cannotKeepUp(bytes: number): InfergateError {
  return new InfergateError(
    "internal/load-checking",
    `Answers came faster than this machine can compare them: over ${describeBytes(bytes)} of them wait`,
    "Lower the rate, or run the gate on a larger machine.",
  );
}
