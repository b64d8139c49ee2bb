import { CANARY_MEASURES, type CanaryMeasure, type CanaryScore } from "../../config/types";
import { check } from "../../verdict/check";
import { combine } from "../../verdict/combine";
import type { Check, Verdict } from "../../verdict/result";

/** Kayenta's usual classes of a score. */
const PASS = 95;
const MARGINAL = 75;

/** What a stage found of each measure; null of a stage that was not reached. */
export type StageMeasures = ReadonlyMap<CanaryMeasure, Verdict> | null;

/**
 * A score from 0 to 100 in the manner of Kayenta: the share of stages that each measure passed in,
 * weighted; 0 where a critical measure has not passed. Unlike there, a measure without data counts as
 * one that did not pass, and what could not be told is no pass: without data nothing scores 100.
 *
 * It is told and decides nothing; its verdict is that of its parts.
 *
 * @see https://spinnaker.io/docs/guides/user/canary/judge/
 */
export function scoreStages(
  stages: readonly StageMeasures[],
  asked: readonly CanaryMeasure[],
  { weights, critical }: CanaryScore,
): Check {
  const groups = CANARY_MEASURES.filter((measure) => asked.includes(measure)).map((measure) => {
    const passed = stages.filter((stage) => stage?.get(measure) === "pass").length;
    return { measure, passed, weight: weights[measure] };
  });
  const whole = groups.reduce((sum, { weight }) => sum + weight, 0);
  const reached = groups.reduce(
    (sum, { weight, passed }) =>
      sum + (stages.length === 0 ? 0 : (weight * passed) / stages.length),
    0,
  );
  const failedCritical = groups.filter(
    ({ measure, passed }) => critical.includes(measure) && passed < stages.length,
  );
  const score =
    failedCritical.length > 0 || stages.length === 0
      ? 0
      : Number(((100 * reached) / whole).toFixed(1));
  // Of a stage that was not reached nothing can be told, nor of a measure without data.
  const verdicts = stages.flatMap((stage) =>
    asked.map((measure): Verdict => stage?.get(measure) ?? "inconclusive"),
  );
  return check({
    id: "canary/score",
    title: "The canary's score",
    verdict: combine(verdicts),
    observed: score,
    limit: PASS,
    direction: "at-least",
    unit: "score",
    n: stages.length,
    message: [
      `${score} of 100, ${nameOf(score)} (${PASS} is a pass, ${MARGINAL} marginal)`,
      ...groups.map(
        ({ measure, passed, weight }) =>
          `${measure} passed ${passed} of ${stages.length} stages, weight ${Math.round((100 * weight) / whole)} %`,
      ),
      ...failedCritical.map(({ measure }) => `${measure} is critical and has not passed all`),
      "it decides nothing",
    ].join("; "),
  });
}

function nameOf(score: number): string {
  if (score >= PASS) return "a pass";
  return score >= MARGINAL ? "marginal" : "a fail";
}
