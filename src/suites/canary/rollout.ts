import { check, skipped } from "../../verdict/check";
import type { Check } from "../../verdict/result";
import type { Driver } from "./drive/driver";
import type { ErrorEvidence } from "./error-evidence";
import { judgeErrors, mayHideErrors } from "./judge-errors";
import type { Ended } from "./judge-rollback";
import { isSplitOff, type SplitCount } from "./judge-split";
import { type JudgedStage, judgeStage, type StageRules } from "./judge-stage";
import type { RolloutRecord } from "./rollout-record";
import type { StageMeasures } from "./score";
import { identifyStage, type Stage } from "./stages";
import type { CanarySource, Observed } from "./traffic/source";

export interface RolloutTools {
  stages: readonly Stage[];
  rules: StageRules;
  evidence: ErrorEvidence;
  source: CanarySource;
  /** Null where nobody's split is moved. */
  driver: Driver | null;
  /** Whether somebody else splits, so that the split is held against its weight. */
  verifiesSplit: boolean;
  record: RolloutRecord;
  signal: AbortSignal;
  whyStopped(): string;
}

/**
 * Stage by stage: set the weight, watch, decide whether to advance, to hold or to roll back. What is
 * known stands in its fields even where it breaks off in the middle.
 */
export class Rollout {
  readonly checks: Check[] = [];
  readonly splits: SplitCount[] = [];
  /** Of the stages that are judged; null of one that was not reached. */
  readonly measures: StageMeasures[] = [];
  ended: Ended = { how: "stopped", why: "it broke off in the middle" };
  private counted = 0;

  constructor(private readonly tools: RolloutTools) {}

  async run(): Promise<void> {
    for (const stage of this.tools.stages) {
      if (!stage.isBegun) {
        this.skip(stage, stage.unfilled ?? "");
        continue;
      }
      const ended = await this.runStage(stage);
      if (ended === null) continue;
      this.ended = ended;
      return;
    }
    this.ended = { how: "passed", why: "every stage that was begun has passed" };
  }

  /** The checks of all stages, those that were never begun among them. */
  conclude(): Check[] {
    const { stages } = this.tools;
    for (const stage of stages.slice(this.checks.length)) {
      const reason = stage.unfilled ?? `not reached: ${this.ended.why}`;
      if (stage.unfilled === null) this.measures.push(null);
      this.checks.push(skipped(...named(stage), reason));
    }
    return this.checks;
  }

  /** Every check of a stage still to come as an error: it was begun, and broke off. */
  breakOff(why: string): void {
    this.ended = { how: "stopped", why };
    const stage = this.tools.stages[this.checks.length];
    if (stage) this.fail(stage, why);
  }

  private async runStage(stage: Stage): Promise<Ended | null> {
    const { driver, signal, evidence, source, record, whyStopped } = this.tools;
    const problem = (await driver?.advance(stage, signal)) ?? null;
    if (signal.aborted) return this.fail(stage, whyStopped());
    if (problem !== null) return this.fail(stage, problem);
    evidence.beginStage(stage.weight);
    record.noteWeight(stage.weight);
    const observed = await source.observe(stage, evidence, (requests) => {
      record.noteEvidence(this.counted + requests, evidence.log);
    });
    const { candidate, baseline, unknown } = observed.seen;
    this.counted += candidate.requests + baseline.requests + unknown.requests;
    record.noteEvidence(this.counted, evidence.log);
    record.noteStage(stage, observed.seen);
    return this.judge(stage, observed);
  }

  private judge(stage: Stage, { seen, stopped }: Observed): Ended | null {
    const { evidence, rules } = this.tools;
    const count = {
      weight: stage.weight,
      candidate: seen.candidate.requests,
      baseline: seen.baseline.requests,
      unknown: seen.unknown.requests,
    };
    if (stopped === null) this.splits.push(count);
    const judged = judgeStage(stage, seen, evidence.log, rules);
    if (stopped !== null) return this.stop(stage, judged, stopped);
    if (this.tools.verifiesSplit && isSplitOff(count)) {
      const why = "the split is not the configured one, so that the sides cannot be compared";
      const message = `${why}; ${judged.check.message}`;
      // Too many errors are too many at any share; else what was measured on the wrong split shows nothing.
      const isOverLimit = judgeErrors(seen, rules).verdict === "fail";
      this.note({
        ...judged,
        check: { ...judged.check, verdict: isOverLimit ? "fail" : "error", message },
        measures: isOverLimit ? judged.measures : new Map(),
      });
      return isOverLimit
        ? { how: "rolled back", why: `stage ${stage.number}: ${judged.because}` }
        : { how: "undecided", why };
    }
    const isQuiet = judged.check.verdict === "pass" || judged.check.verdict === "inconclusive";
    // Too few requests to clear the canary may be enough to see that something is wrong.
    if (stage.unfilled !== null && isQuiet && !mayHideErrors(seen, rules)) {
      this.skip(stage, stage.unfilled);
      return null;
    }
    this.note(judged);
    return endOf(judged, stage);
  }

  private stop(
    stage: Stage,
    judged: JudgedStage,
    { verdict, why }: NonNullable<Observed["stopped"]>,
  ): Ended {
    const isFailed = judged.decision === "roll back" || verdict === "fail";
    const seen = judged.check.n === 0 ? "" : `; ${judged.check.message}`;
    const stopped: JudgedStage = {
      ...judged,
      check: { ...judged.check, verdict: isFailed ? "fail" : verdict, message: `${why}${seen}` },
      measures: isFailed ? new Map([["errors", "fail"]]) : new Map(),
    };
    this.note(stopped);
    if (isFailed) return { how: "rolled back", why: `stage ${stage.number}: ${why}` };
    return { how: verdict === "inconclusive" ? "undecided" : "stopped", why };
  }

  private fail(stage: Stage, why: string): Ended {
    this.checks.push(check({ ...identifyStage(stage), verdict: "error", message: why }));
    this.measures.push(null);
    return { how: "stopped", why };
  }

  private note({ measures, ...judged }: JudgedStage): void {
    this.checks.push(judged.check);
    this.measures.push(measures);
  }

  private skip(stage: Stage, reason: string): void {
    this.checks.push(skipped(...named(stage), reason));
  }
}

function named(stage: Stage): [id: string, title: string] {
  const { id, title } = identifyStage(stage);
  return [id, title];
}

function endOf({ decision, because }: JudgedStage, { number }: Stage): Ended | null {
  if (decision === "advance") return null;
  const how = decision === "roll back" ? "rolled back" : "undecided";
  return { how, why: `stage ${number}: ${because}` };
}
