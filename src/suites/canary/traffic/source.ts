import type { Verdict } from "../../../verdict/result";
import type { ErrorEvidence } from "../error-evidence";
import type { StageObservation } from "../observation";
import type { Stage } from "../stages";

/** What was seen of one stage. */
export interface Observed {
  seen: StageObservation;
  /** Why it ended before it was through; null where it was, or where the evidence ended it. */
  stopped: { why: string; verdict: Exclude<Verdict, "pass"> } | null;
}

/** Where the requests come from, and how each is known to be one side's. */
export interface CanarySource {
  /**
   * Watches a stage until its requests are through, or the evidence is enough. `look` is called when
   * the evidence has changed, with the requests of the stage so far.
   */
  observe(
    stage: Stage,
    evidence: ErrorEvidence,
    look: (requests: number) => void,
  ): Promise<Observed>;
  /** Requests that neither the candidate's client nor the baseline's has sent. */
  readonly sent: number;
  close(): Promise<void>;
}
