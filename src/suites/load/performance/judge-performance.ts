import type { Slo } from "../../../config/types";
import { check, type Finding, skipped } from "../../../verdict/check";
import type { Check } from "../../../verdict/result";
import { judgeCorrectness } from "../judge-correctness";
import { judgeErrors } from "../judge-errors";
import { type ResponseTimes, responseTimes } from "../response-times";
import { countWarmUpRequests } from "../traffic/warm-up";
import { describeUnanswered } from "../unanswered";
import { cutToEnded, withEarlyEnd } from "./ended-early";
import { judgeGenerator } from "./judge-generator";
import { judgeGoodput } from "./judge-goodput";
import { latencyChecks } from "./judge-latency";
import { streamChecks } from "./judge-streams";
import { checkNames, identify, type PerformanceStage } from "./performance-checks";

/** The checks of a performance stage, in their fixed order; all of them, whatever happened. */
export function judgePerformance(stage: PerformanceStage): Check[] {
  const { run } = stage;
  const generator = judgeGenerator(stage);
  const { slo } = stage.config;
  if (generator.verdict === "error") return othersAsErrors(slo, generator);
  if (run.recording.intended.length === 0) {
    return allErrors(slo, "no request fell into so short a time at so low a rate");
  }
  if (run.stopped === "unanswered") {
    const { found, because } = describeUnanswered(stage, slo.errors);
    return failAtErrors(slo, found, because).map((each) =>
      each.id === generator.id ? generator : each,
    );
  }
  const { decided } = stage;
  const seen = decided ? cutToEnded(stage) : stage;
  const times = responseTimes(seen.run);
  const checks = [...judgeSeen(seen, times), generator];
  return decided ? withEarlyEnd(checks, seen, decided, times) : checks;
}

function judgeSeen(stage: PerformanceStage, times: ResponseTimes): Check[] {
  const { slo } = stage.config;
  const warmUp = countWarmUpRequests(stage.run.recording);
  return [
    ...latencyChecks(times, warmUp, slo),
    ...streamChecks(stage, warmUp),
    judgeErrors({ name: identify("errors"), record: stage, limit: slo.errors }),
    judgeCorrectness({
      name: identify("correct"),
      limit: slo.correct,
      seen: { ...stage, ...stage.run, outcomes: stage.run.recording.outcome },
    }),
    judgeGoodput(stage, times),
  ];
}

/** Where there was no load to judge: `errors` says why, and the rest has nothing to say. */
export function failAtErrors(slo: Slo, found: Finding, because: string): Check[] {
  const errors = identify("errors");
  return checkNames(slo).map(({ id, title }) =>
    id === errors.id ? check({ ...errors, ...found }) : skipped(id, title, because),
  );
}

/** A measurement that could not be made is an error in every check that was to be made from it. */
export function allErrors(slo: Slo, message: string, hint: string | null = null): Check[] {
  return checkNames(slo).map((name) => check({ ...name, verdict: "error", message, hint }));
}

function othersAsErrors(slo: Slo, generator: Check): Check[] {
  const { message, hint } = generator;
  return allErrors(slo, `not judged: ${message}`, hint).map((each) =>
    each.id === generator.id ? generator : each,
  );
}
