import type { LoadRun } from "../../load/generator";
import type { Evidence } from "../../verdict/result";
import type { SeenAnswers } from "./judge-correctness";
import type { LoadSession } from "./session";

/** What became of the requests of all runs of a stage: whatever a run was for, its answers must be right. */
export class AnswersKept {
  private readonly outcomes: Uint8Array[] = [];
  private readonly specimens: LoadRun["specimens"] = [];
  private readonly evidence: Evidence[] = [];

  constructor(private readonly session: LoadSession) {}

  keep(run: LoadRun): LoadRun {
    this.outcomes.push(run.recording.outcome);
    this.specimens.push(...run.specimens);
    this.evidence.push(...this.session.evidence(run));
    return run;
  }

  get seen(): SeenAnswers {
    const { contradiction, inputs } = this.session;
    const outcomes = new Uint8Array(this.outcomes.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const each of this.outcomes) {
      outcomes.set(each, at);
      at += each.length;
    }
    const { specimens, evidence } = this;
    return { outcomes, specimens, evidence, contradiction, inputs };
  }
}
