import type { MetricLimit } from "../../config/types";
import { formatLimit, formatMeasure } from "../../report/format-measure";
import { bootstrapInterval } from "../../stats/bootstrap";
import type { Random } from "../../stats/random";
import { check } from "../../verdict/check";
import { judgeValue } from "../../verdict/judge-value";
import type { Check } from "../../verdict/result";
import { describeMistakes } from "./describe-mistakes";
import { at, findMetric, type Indices, type Interval, type Metric, replicatesFor } from "./metrics";
import type { ScoredRows } from "./scored-rows";

/** Confidence of a printed interval, where none is asked for. */
const PRINTED_CONFIDENCE = 0.95;

export interface MetricQuestion {
  /** Check id. */
  id: string;
  title: string;
  /** The metric's name without `worst_slice.`. */
  metric: string;
  wanted: MetricLimit;
  indices: Indices;
  candidate: ScoredRows;
  baseline: ScoredRows | null;
  random: Random;
}

/** The metric against its own limit. */
export function judgeLimit(question: MetricQuestion): Check {
  const { id, title, wanted, indices, candidate, baseline, random } = question;
  const metric = findMetric(question.metric);
  const observed = metric.value(candidate, indices);
  const interval = metric.interval(
    candidate,
    indices,
    wanted.confidence ?? PRINTED_CONFIDENCE,
    random,
  );
  return toCheck(question, metric, {
    id,
    title,
    observed,
    interval,
    limit: wanted.limit as number,
    direction: wanted.direction,
    strict: wanted.strict,
    baseline: baseline && metric.value(baseline, indices),
  });
}

/** The loss against the baseline on the same rows; the rows are resampled in pairs. */
export function judgeDrop(question: MetricQuestion, baseline: ScoredRows): Check {
  const { wanted, indices, candidate, random } = question;
  const metric = findMetric(question.metric);
  // A loss is positive whether more or less of the metric is better.
  const sign = wanted.direction === "at-least" ? 1 : -1;
  const lossOn = (rows: Indices) =>
    sign * (metric.value(baseline, rows) - metric.value(candidate, rows));
  const interval = bootstrapInterval(indices.length, (drawn) => lossOn(at(indices, drawn)), {
    random,
    confidence: wanted.confidence ?? PRINTED_CONFIDENCE,
    replicates: replicatesFor(indices.length),
  });
  return toCheck(question, metric, {
    id: `${question.id}/max_drop`,
    title: `${question.title}: loss against the baseline`,
    observed: lossOn(indices),
    interval,
    limit: wanted.maxDrop as number,
    direction: "at-most",
    strict: false,
    // The observed value is itself the comparison.
    baseline: null,
  });
}

interface Judged {
  id: string;
  title: string;
  observed: number;
  interval: Interval;
  limit: number;
  direction: MetricLimit["direction"];
  strict: boolean;
  baseline: number | null;
}

function toCheck(
  { wanted, indices, candidate }: MetricQuestion,
  metric: Metric,
  judged: Judged,
): Check {
  const { observed, interval, limit, direction, strict } = judged;
  const noNumber = metric.unit === "score" ? countNoNumber(candidate, indices) : 0;
  if (noNumber > 0) {
    const n = indices.length;
    return check({
      id: judged.id,
      title: judged.title,
      verdict: "fail",
      message: `${noNumber} of ${n} rows got no number as their prediction, so there is no ${wanted.metric}`,
      limit,
      direction,
      unit: metric.unit,
      n,
    });
  }
  const { verdict, message } = judgeValue({
    observed,
    limit,
    direction,
    strict,
    bounds: wanted.confidence === null ? null : interval,
  });
  const mistakes =
    verdict === "fail" && metric.countsClasses
      ? describeMistakes(candidate, Array.from(indices))
      : null;
  const compared = `${formatMeasure(observed, metric.unit, limit)}, wanted ${formatLimit(limit, direction, metric.unit)}`;
  return check({
    id: judged.id,
    title: judged.title,
    verdict,
    message: [`${compared}: ${message}`, ...(mistakes === null ? [] : [mistakes])].join("; "),
    observed,
    interval,
    limit,
    direction,
    baseline: judged.baseline,
    unit: metric.unit,
    n: indices.length,
  });
}

function countNoNumber({ numbers }: ScoredRows, indices: Indices): number {
  return Array.from(indices).filter((index) => Number.isNaN(numbers[index])).length;
}
