import type { Tolerance } from "../../../config/types";
import { OUTCOME } from "../../../load/outcomes";
import { compareOutputs } from "../../../verdict/compare-outputs";
import type { Evidence } from "../../../verdict/result";
import { type Asked, ask, askLetIn } from "../../ask";
import { describeAsked } from "../../describe-asked";
import type { SuiteContext } from "../../types";
import type { References } from "../collect-references";
import type { SeenAnswers } from "../judge-correctness";
import type { Growth } from "./growth";

/** One request of some size and what came of it. */
export interface SizedAnswer {
  size: number;
  /** Of the body that was sent. */
  bytes: number;
  /** Milliseconds to its end; null where there was no good answer. */
  tookMs: number | null;
  /** Why there was none. */
  problem: string | null;
  evidence: Evidence;
}

const MOST_EVIDENCE = 3;

/** Asks one request at a time, and holds every row of each answer against its answer alone. */
export class SizeAsker {
  private readonly outcomes: number[] = [];
  private readonly specimens: SeenAnswers["specimens"] = [];
  private readonly evidence: Evidence[] = [];

  constructor(
    private readonly context: SuiteContext,
    private readonly growth: Growth,
    private readonly references: References,
    private readonly tolerance: Tolerance,
  ) {}

  async ask(size: number): Promise<SizedAnswer> {
    const { candidate, signal } = this.context;
    const { rows, places } = this.growth.make(this.references.rows, size);
    // Many firewalls answer 403 to what is too large for them.
    const isLarger = size > (this.growth.sizes[0] as number);
    const asked = await (isLarger ? askLetIn : ask)(candidate, rows, signal);
    const { exchange, answers, problem } = asked;
    const bytes = asked.request.body?.length ?? 0;
    const evidence = describeAsked(candidate, asked);
    if (!exchange.ok || answers === null) {
      // What cannot be read row by row is no right answer to any of them.
      if (exchange.ok && isSuccess(asked)) this.note(OUTCOME.wrong, problem?.message, evidence);
      return { size, bytes, tookMs: null, problem: problem?.message ?? "no answer", evidence };
    }
    places?.forEach((place, i) => {
      const alone = this.references.references[place]?.answer;
      const row = answers[i];
      const difference = alone && row ? compareOutputs(alone, row, this.tolerance) : null;
      if (difference === null) this.outcomes.push(OUTCOME.right);
      else this.note(OUTCOME.wrong, `row ${i + 1} of ${size}: ${difference}`, evidence);
    });
    return { size, bytes, tookMs: exchange.answer.durationMs, problem: null, evidence };
  }

  /** How the rows were answered so far. */
  get seen(): SeenAnswers {
    const { contradiction, rows } = this.references;
    return {
      outcomes: Uint8Array.from(this.outcomes),
      specimens: this.specimens,
      evidence: this.evidence,
      contradiction,
      inputs: rows.length,
    };
  }

  private note(outcome: typeof OUTCOME.wrong, reason = "no answer", evidence: Evidence): void {
    this.outcomes.push(outcome);
    if (this.specimens.length === MOST_EVIDENCE) return;
    this.specimens.push({ outcome, reason });
    this.evidence.push(evidence);
  }
}

function isSuccess({ exchange }: Asked): boolean {
  return exchange.ok && exchange.answer.status >= 200 && exchange.answer.status <= 299;
}
