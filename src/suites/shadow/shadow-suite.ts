import type { ShadowConfig } from "../../config/types";
import { check, skipped } from "../../verdict/check";
import type { Check, SuiteResult, Verdict } from "../../verdict/result";
import { finishSuite, startSuite } from "../finish-suite";
import type { SuiteContext } from "../types";
import { answerRules } from "./answer-rules";
import { checkCompareConfig } from "./check-compare-config";
import { correctness } from "./correct-answer";
import { hasFailed } from "./decide-early";
import { showPairsOf } from "./evidence";
import { judgeAccuracy } from "./judge-accuracy";
import { AGREEMENT, judgeAgreement } from "./judge-agreement";
import { judgeErrors } from "./judge-errors";
import { judgeNoiseFloor, NOISE_FLOOR } from "./judge-noise-floor";
import { judgeSlowdown, SLOWDOWN } from "./judge-slowdown";
import { latencyPairs } from "./latency-pairs";
import { PairLog } from "./pair-log";
import { planPairs } from "./plan-pairs";
import { quantileShifts } from "./quantile-shifts";
import { type CutShort, type Pair, replayPairs } from "./replay-pairs";
import { shadowSeries } from "./shadow-series";

/** The same inputs to candidate and baseline: do they agree, and is the candidate as fast? */
export async function shadowSuite(context: SuiteContext): Promise<SuiteResult> {
  const started = startSuite("shadow", context);
  const { shadow } = context.config;
  if (!shadow) return finishSuite(started, [], "no baseline to compare with");
  const error = (message: string, hint: string | null = null) =>
    finishSuite(started, [check({ ...AGREEMENT, verdict: "error", message, hint })]);
  if (!context.baseline) {
    return error(`nothing to compare with: ${context.baselineProblem ?? "there is no baseline"}`);
  }
  if (context.inputs.length === 0) {
    return error(
      "no input to send: none could be made from the model's metadata",
      "Give some: data: { file: rows.csv }",
    );
  }
  const classes = context.config.data?.classes ?? null;
  const rules = answerRules(shadow, classes);
  const isRight = correctness(context.data, classes, shadow.metrics.accuracy !== null);
  const log = new PairLog(rules, isRight);
  let isChecked = false;
  const take = (pair: Pair): boolean => {
    const [answer] = pair.baseline.answers ?? [];
    if (answer && !isChecked) {
      checkCompareConfig(shadow.compare, rules, answer);
      isChecked = true;
    }
    log.add(pair);
    return shadow.sequential && hasFailed(log, shadow);
  };
  const cutShort = await replayPairs(context, context.baseline, planPairs(shadow), take);
  const stopped = cutShort && stoppedShort(cutShort);
  if (stopped?.verdict === "error") return error(stopped.message);
  const show = showPairsOf(context);
  const errors = judgeErrors(log, shadow, show);
  // Five answers in a row that never came are a fail, whatever the share of so few pairs can prove.
  if (stopped) {
    return finishSuite(started, [{ ...errors, ...stopped }, ...notJudged(shadow, stopped.message)]);
  }
  const agreement = judgeAgreement(log, shadow, show);
  const latency = latencyPairs(log.observations);
  const shifts = quantileShifts(latency, context.random("shadow/quantile-shifts"));
  const checks = [
    agreement,
    judgeNoiseFloor(log, shadow, agreement),
    errors,
    judgeSlowdown(latency, shadow, shifts),
    judgeAccuracy(log.observations, shadow),
  ];
  return finishSuite(
    started,
    checks.filter((one) => one !== null),
    null,
    { series: shadowSeries(log.observations, latency, shifts, shadow) },
  );
}

function stoppedShort({ side, why }: CutShort): { verdict: Verdict; message: string } {
  if (side === "nobody") return { verdict: "error", message: `not judged: ${why}` };
  if (side === "baseline") return { verdict: "error", message: `the baseline: ${why}` };
  return { verdict: "fail", message: `the candidate: ${why}` };
}

function notJudged({ noiseFloor }: ShadowConfig, why: string): Check[] {
  const checks = [AGREEMENT, ...(noiseFloor ? [NOISE_FLOOR] : []), SLOWDOWN];
  return checks.map(({ id, title }) => skipped(id, title, `not judged: ${why}`));
}
