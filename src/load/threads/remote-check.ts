import type { MessagePort } from "node:worker_threads";
import { InfergateError } from "../../errors";
import { describeBytes } from "../../http/broken-exchange";
import type { AnswerCheck, Verdict } from "../answer-checker";
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
  private readonly right: (Buffer | undefined)[] = [];
  private readonly waiting = new Map<number, (verdict: Verdict) => void>();
  private waitingBytes = 0;
  private asked = 0;

  /** @param repeats whether equal bytes are equal answers: not so for streams, which are timed, too */
  constructor(
    private readonly port: MessagePort,
    private readonly repeats: boolean,
  ) {}

  readonly check: AnswerCheck = (input, raw) => {
    const known = this.right[input];
    return known?.equals(raw.body) ? null : this.ask(input, raw);
  };

  private async ask(input: number, given: RawAnswer): Promise<Verdict> {
    const raw = { ...given, headers: given.headers.map(ownBytes), body: ownBytes(given.body) };
    const id = this.asked++;
    const bytes = raw.body.length;
    this.waitingBytes += bytes;
    if (this.waitingBytes > MOST_WAITING_BYTES) throw cannotKeepUp();
    const verdict = await new Promise<Verdict>((resolve) => {
      this.waiting.set(id, resolve);
      this.port.postMessage({
        kind: "question",
        question: { id, input, raw },
      } satisfies FromThread);
    });
    this.waitingBytes -= bytes;
    if (this.repeats && !verdict?.reason) this.right[input] = raw.body;
    return verdict;
  }

  judged(id: number, verdict: Verdict): void {
    this.waiting.get(id)?.(verdict);
    this.waiting.delete(id);
  }
}

function cannotKeepUp(): InfergateError {
  return new InfergateError(
    "internal/load-checking",
    `Answers came faster than this machine can compare them: over ${describeBytes(MOST_WAITING_BYTES)} of them wait`,
    "Lower the rate, or run the gate on a larger machine.",
  );
}
