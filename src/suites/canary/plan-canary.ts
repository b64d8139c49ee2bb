import type { CanaryConfig } from "../../config/types";
import { clopperPearsonUpper } from "../../stats/proportions/clopper-pearson";
import { canaryEvidence } from "../../stats/sequential/canary-e-process";
import { percent } from "../../verdict/judge-share";
import { planShare } from "../../verdict/plan-share";
import { WARM_UP_REQUESTS } from "../assignment/send-rows";
import { EVIDENCE_LIMIT } from "./error-evidence";
import { planStages, type Stage } from "./stages";

/** What a canary will send, and how long its programs and windows take at most, milliseconds. */
export function planCanary(
  canary: CanaryConfig,
  answerMs: number,
): { requests: number; durationMs: number } {
  const { traffic, drive } = canary;
  const begun = planStages(canary).filter(({ isBegun }) => isBegun);
  const drivenMs = drive === null ? 0 : begun.length * drive.settleMs;
  if (traffic.kind === "metrics") {
    const watchedMs = drive === null ? 0 : begun.length * traffic.windowMs;
    return { requests: 0, durationMs: drivenMs + watchedMs };
  }
  const warmUp = traffic.kind === "split" && begun.length > 0 ? WARM_UP_REQUESTS : 0;
  const requests = begun.reduce((sum, stage) => sum + stage.requests, warmUp);
  return { requests, durationMs: drivenMs + requests * answerMs };
}

/** What each stage can tell, before any request is sent. */
export function describeCanaryPower(canary: CanaryConfig): string[] {
  return planStages(canary).map((stage) => {
    const told = stage.unfilled === null ? describeStage(stage, canary) : unfilled(stage);
    return `canary/stage-${stage.number}: ${told}`;
  });
}

function unfilled({ unfilled: why, isBegun }: Stage): string {
  return isBegun ? `only the split is looked at: ${why}` : `skipped: ${why}`;
}

function describeStage(stage: Stage, { maxErrors, maxErrorRatio, traffic, drive }: CanaryConfig) {
  if (traffic.kind === "metrics" && drive === null) {
    return `${percent(stage.weight)}, as many requests as the window holds`;
  }
  const n = Math.round(stage.requests * stage.weight);
  const { mostBad } = planShare({ n, limit: maxErrors, direction: "at-most" });
  const passing = passingRate(n, mostBad ?? 0);
  const found = findableRate(stage, maxErrorRatio);
  return [
    `${percent(stage.weight)} of ${stage.requests} requests, about ${n} of the canary, pass with at most ${mostBad} ${mostBad === 1 ? "error" : "errors"}, which a canary with ${percent(passing)} of errors does in 80 % of runs`,
    found === null
      ? `no error rate is sure to be rolled back in it alone (where the baseline has ${percent(TYPICAL_RATE)})`
      : `an error rate of about ${percent(found)} is rolled back in 80 % of runs (where the baseline has ${percent(TYPICAL_RATE)})`,
  ].join("; ");
}

/** A baseline to plan with, before anything has been measured. */
const TYPICAL_RATE = 0.01;
/** A normal deviate exceeds it in 80 % of draws. */
const QUANTILE_80 = -0.8416;

/** The error rate with which so few errors or fewer of n come about in 80 % of runs. */
function passingRate(n: number, mostBad: number): number {
  return clopperPearsonUpper(mostBad, n, 0.2);
}

/**
 * The error rate of a canary that this stage alone rolls back in about 80 % of runs: the one whose
 * number of errors at the lower 20 % is evidence enough at the end. Looking all the while finds a little
 * more. Null where none does.
 */
function findableRate({ weight, requests }: Stage, allowedRatio: number): number | null {
  const isFound = (rate: number) => {
    const expected = requests * weight * rate;
    const canary = expected + QUANTILE_80 * Math.sqrt(expected * (1 - rate));
    const baseline = Math.round(requests * (1 - weight) * TYPICAL_RATE);
    const errors = { canary: Math.max(0, Math.floor(canary)), baseline };
    return canaryEvidence(errors, { weight, allowedRatio }) >= EVIDENCE_LIMIT;
  };
  if (!isFound(1)) return null;
  let [low, high] = [0, 1];
  for (let step = 0; step < 30; step++) {
    const middle = (low + high) / 2;
    if (isFound(middle)) high = middle;
    else low = middle;
  }
  return high;
}
