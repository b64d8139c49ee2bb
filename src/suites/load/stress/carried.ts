import type { CarriedSlo } from "../../../config/types";
import { OUTCOME } from "../../../load/outcomes";
import { formatMeasure } from "../../../report/format-measure";
import { quantile } from "../../../stats/percentile";
import { percent } from "../../../verdict/judge-share";
import { describeGeneratorFaults, findGeneratorFaults } from "../generator-faults";
import { responseTimes } from "../response-times";
import type { SeenRun } from "../traffic/traffic-record";

/** So many of the requests that were issued may be answered late or wrongly. */
export const MAY_BE_LATE = 0.05;
const LEAST_IN_TIME = 1 - MAY_BE_LATE;

export interface StepQuestion {
  /** Requests per second. */
  rate: number;
  forMs: number;
  /** Of the requests of the step alone, from its start on. */
  run: SeenRun;
  slo: CarriedSlo;
  /** How long an unloaded answer takes, 95th percentile, milliseconds. */
  unloadedMs: number;
}

/** What one rate showed. */
export interface StepReading {
  rate: number;
  forMs: number;
  /** In order of arrival, Infinity for what got no right answer, milliseconds. */
  times: Float64Array;
  /** 1 for each request without a right answer. */
  failed: Uint8Array;
  /** Right answers a second that kept up with the requests. */
  completed: number;
  /** Where this machine decided, it is `unsound`, and nothing is told of the endpoint. */
  state: "carried" | "broken" | "unsound";
  /** Why it is not carried, or nothing can be told; empty where it is carried. */
  reasons: string[];
  p50: number;
  p95: number;
}

/**
 * Whether the endpoint carries a rate: at least 95 % of the requests that were issued are answered
 * right and in time. In time is within the limit on latency, where one is named; and in any case an
 * endpoint keeps up that has answered, by the end of the step and the time that an unloaded answer
 * takes, what was asked in it. Slopes of latency or of requests in flight alone would call
 * rates broken that are carried (simulated).
 */
export function readStep(question: StepQuestion): StepReading {
  const { rate, forMs, run } = question;
  const { measured, credited } = responseTimes(run);
  const sorted = Float64Array.from(measured).sort();
  const faults = findGeneratorFaults({
    run,
    plannedMs: forMs,
    tightestMs: question.slo.p95,
  });
  const shared = {
    rate,
    forMs,
    times: measured,
    failed: run.recording.outcome.map((outcome) => (outcome === OUTCOME.right ? 0 : 1)),
    completed: (keptUp(question, measured) / forMs) * 1000,
    p50: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
  };
  if (faults.problems.length > 0) {
    return { ...shared, state: "unsound", reasons: [describeGeneratorFaults(faults)] };
  }
  const broken = shortcomings(question, credited);
  if (broken.length > 0) return { ...shared, state: "broken", reasons: broken };
  const doubtful = shortcomings(question, measured);
  if (doubtful.length === 0) return { ...shared, state: "carried", reasons: [] };
  const why = `without this machine's own stalls it need not have been so: ${doubtful.join("; ")}`;
  return { ...shared, state: "unsound", reasons: [why] };
}

function shortcomings(question: StepQuestion, times: Float64Array): string[] {
  const { slo, run } = question;
  const issued = times.length;
  const failed = times.filter((time) => time === Number.POSITIVE_INFINITY).length;
  const { p95 } = slo;
  const inTime = p95 === null ? issued : times.filter((time) => time <= p95).length;
  const up = keptUp(question, times);
  const least = percent(LEAST_IN_TIME);
  return [
    up < LEAST_IN_TIME * issued &&
      `${up} of ${issued} requests were answered right while they came (at least ${least} must be)`,
    p95 !== null &&
      inTime < LEAST_IN_TIME * issued &&
      `${inTime} of ${issued} were answered right within ${formatMeasure(p95, "ms")} (at least ${least} must be)`,
    failed > slo.errors * issued &&
      `${failed} of ${issued} had no right answer (at most ${percent(slo.errors)} may)${firstReason(run)}`,
  ].filter((reason) => reason !== false);
}

/** Right answers that came by the end of the step and the time that an unloaded answer takes. */
function keptUp({ run, forMs, unloadedMs }: StepQuestion, times: Float64Array): number {
  const { intended } = run.recording;
  return times.reduce(
    (sum, time, i) => sum + ((intended[i] as number) + time <= forMs + unloadedMs ? 1 : 0),
    0,
  );
}

function firstReason({ specimens: [first] }: SeenRun): string {
  return first ? `: ${first.reason}` : "";
}
