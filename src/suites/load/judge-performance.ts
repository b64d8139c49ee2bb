import { OUTCOME } from "../../load/outcomes";
import { check, skipped } from "../../verdict/check";
import type { Check } from "../../verdict/result";
import { judgeGenerator } from "./judge-generator";
import { latencyChecks } from "./judge-latency";
import { judgeCorrectness, judgeErrors, judgeGoodput } from "./judge-shares";
import {
  identify,
  PERFORMANCE_CHECKS,
  type PerformanceCheck,
  type PerformanceStage,
} from "./performance-stage";
import { responseTimes } from "./response-times";
import { countWarmUpRequests } from "./warm-up";

/** The checks of a performance stage, in their fixed order; all of them, whatever happened. */
export function judgePerformance(stage: PerformanceStage): Check[] {
  const { run } = stage;
  const generator = judgeGenerator(stage);
  if (generator.verdict === "error") return [...othersAsErrors(generator), generator];
  if (run.recording.intended.length === 0) {
    return allErrors("no request fell into so short a time at so low a rate");
  }
  if (run.stopped === "unanswered") return unanswered(stage, generator);
  const times = responseTimes(run);
  return [
    ...latencyChecks(times, countWarmUpRequests(run.recording), stage.config.slo),
    judgeErrors(stage),
    judgeCorrectness(stage),
    judgeGoodput(stage, times),
    generator,
  ];
}

/** Where there was no load to judge: `errors` says why, and the rest has nothing to say. */
export function failAtErrors(found: Omit<Check, "id" | "title">, because: string): Check[] {
  return PERFORMANCE_CHECKS.map((name) =>
    name === "errors"
      ? { ...identify(name), ...found }
      : skipped(identify(name).id, identify(name).title, because),
  );
}

/** A measurement that could not be made is an error in every check that was to be made from it. */
export function allErrors(message: string, hint: string | null = null): Check[] {
  return PERFORMANCE_CHECKS.map((name) =>
    check({ ...identify(name), verdict: "error", message, hint }),
  );
}

function othersAsErrors({ message, hint }: Check): Check[] {
  const others: PerformanceCheck[] = PERFORMANCE_CHECKS.filter((name) => name !== "generator");
  return others.map((name) =>
    check({ ...identify(name), verdict: "error", message: `not judged: ${message}`, hint }),
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
  return failAtErrors(errors, `not judged: none of the first ${ended} requests was answered`).map(
    (each) => (each.id === generator.id ? generator : each),
  );
}
