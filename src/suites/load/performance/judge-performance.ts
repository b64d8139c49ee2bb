import type { Slo } from "../../../config/types";
import { OUTCOME } from "../../../load/outcomes";
import { check, skipped } from "../../../verdict/check";
import type { Check } from "../../../verdict/result";
import { responseTimes } from "../response-times";
import { countWarmUpRequests } from "../warm-up";
import { judgeGenerator } from "./judge-generator";
import { judgeGoodput } from "./judge-goodput";
import { latencyChecks } from "./judge-latency";
import { judgeCorrectness, judgeErrors } from "./judge-shares";
import { streamChecks } from "./judge-streams";
import { checkNames, identify, type PerformanceStage } from "./performance-stage";

/** The checks of a performance stage, in their fixed order; all of them, whatever happened. */
export function judgePerformance(stage: PerformanceStage): Check[] {
  const { run } = stage;
  const generator = judgeGenerator(stage);
  const { slo } = stage.config;
  if (generator.verdict === "error") return othersAsErrors(slo, generator);
  if (run.recording.intended.length === 0) {
    return allErrors(slo, "no request fell into so short a time at so low a rate");
  }
  if (run.stopped === "unanswered") return unanswered(stage, generator);
  const times = responseTimes(run);
  const warmUp = countWarmUpRequests(run.recording);
  return [
    ...latencyChecks(times, warmUp, slo),
    ...streamChecks(stage, warmUp),
    judgeErrors(stage),
    judgeCorrectness(stage),
    judgeGoodput(stage, times),
    generator,
  ];
}

/** Where there was no load to judge: `errors` says why, and the rest has nothing to say. */
export function failAtErrors(
  slo: Slo,
  found: Omit<Check, "id" | "title">,
  because: string,
): Check[] {
  const errors = identify("errors");
  return checkNames(slo).map(({ id, title }) =>
    id === errors.id ? { ...errors, ...found } : skipped(id, title, because),
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

function unanswered(stage: PerformanceStage, generator: Check): Check[] {
  const { run } = stage;
  const ended = run.recording.outcome.filter((outcome) => outcome !== OUTCOME.open).length;
  const why = run.specimens[0]?.reason ?? "no answer";
  const errors = check({
    ...identify("errors"),
    verdict: "fail",
    observed: 1,
    limit: stage.config.slo.errors,
    direction: "at-most",
    unit: "share",
    n: ended,
    message: `the load was ended: none of the first ${ended} requests was answered (${why})`,
    evidence: stage.evidence,
  });
  const because = `not judged: none of the first ${ended} requests was answered`;
  return failAtErrors(stage.config.slo, errors, because).map((each) =>
    each.id === generator.id ? generator : each,
  );
}
