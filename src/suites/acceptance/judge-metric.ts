import type { MetricLimit } from "../../config/types";
import { formatLimit, formatMeasure } from "../../report/format-measure";
import type { Random } from "../../stats/random";
import { bootstrapInterval } from "../../stats/resampling/bootstrap";
import { check } from "../../verdict/check";
import { CLEAN_RUN } from "../../verdict/judge-share";
import { judgeValue } from "../../verdict/judge-value";
import { planShare } from "../../verdict/plan-share";
import type { Check } from "../../verdict/result";
import { describeMistakes } from "./describe-mistakes";
import { at, type Indices, type Interval, type Metric, replicatesFor } from "./metric";
import { findMetric } from "./metrics";
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
  const lacksOnlyTheirs =
    Number.isFinite(metric.value(candidate, indices)) &&
    !Number.isFinite(metric.value(baseline, indices));
  if (lacksOnlyTheirs) {
    return check({
      id: `${question.id}/max_drop`,
      title: dropTitle(question),
      verdict: "error",
      message: `the baseline has no ${wanted.metric} on these rows, so there is no loss`,
    });
  }
  // A loss is positive whether more or less of the metric is better.
  const sign = wanted.direction === "at-least" ? 1 : -1;
  // 0.92 − 0.9 must be the very 0.02 that the user would write.
  const lossOn = (rows: Indices) =>
    Number((sign * (metric.value(baseline, rows) - metric.value(candidate, rows))).toPrecision(12));
  const interval = bootstrapInterval(indices.length, (drawn) => lossOn(at(indices, drawn)), {
    random,
    confidence: wanted.confidence ?? PRINTED_CONFIDENCE,
    replicates: replicatesFor(indices.length),
  });
  return toCheck(question, metric, {
    id: `${question.id}/max_drop`,
    title: dropTitle(question),
    observed: lossOn(indices),
    interval,
    limit: wanted.maxDrop as number,
    direction: "at-most",
    strict: false,
    // The observed value is itself the comparison.
    baseline: null,
  });
}

function dropTitle({ title }: MetricQuestion): string {
  return `${title}: loss against the baseline`;
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
  const unmeasured = whyUnmeasured(candidate, indices, metric, observed);
  if (unmeasured !== null) {
    return check({
      id: judged.id,
      title: judged.title,
      verdict: "fail",
      message: `${unmeasured}, so there is no ${wanted.metric}`,
      limit,
      direction,
      unit: metric.unit,
      n: indices.length,
    });
  }
  const bounds = wanted.confidence === null ? null : interval;
  const point = judgeValue({ observed, limit, direction, strict, bounds });
  const { verdict, message } =
    point.verdict === "pass" && bounds !== null && bounds[0] === bounds[1]
      ? judgeCleanRun(indices.length, judged, metric)
      : point;
  const mistakes =
    verdict === "fail" && metric.countsClasses
      ? describeMistakes(candidate, Array.from(indices))
      : null;
  const compared = `${formatMeasure(observed, metric.unit, limit)}, wanted ${formatLimit(limit, direction, metric.unit)}`;
  return check({
    id: judged.id,
    title: judged.title,
    verdict,
    message: [
      `${compared}: ${message}`,
      ...(mistakes === null ? [] : [mistakes]),
      ...(metric.notes?.(candidate, indices) ?? []),
    ].join("; "),
    observed,
    interval,
    limit,
    direction,
    baseline: judged.baseline,
    unit: metric.unit,
    n: indices.length,
  });
}

/**
 * Rows that are all alike resample to themselves, so the bootstrap's interval has no width however few
 * they are. Then it takes as many as would show a share (0.95 of 59, 0.99 of 299).
 */
function judgeCleanRun(n: number, { limit, direction }: Judged, { unit }: Metric) {
  const fewest = unit === "share" ? planShare({ n, limit, direction }).fewest : CLEAN_RUN;
  return n < fewest
    ? ({
        verdict: "inconclusive",
        message: `all ${n} rows are alike, which bounds nothing: ${fewest} such rows would do`,
      } as const)
    : ({ verdict: "pass", message: `all ${n} rows are alike` } as const);
}

/** Answers that are missing, or are no numbers, where numbers are measured: that is the model's fault. */
function whyUnmeasured(
  { numbers }: ScoredRows,
  indices: Indices,
  { unit }: Metric,
  observed: number,
): string | null {
  const n = indices.length;
  if (unit === "ms") {
    return observed === Number.POSITIVE_INFINITY
      ? `too many of ${n} rows got no answer, or an empty one`
      : null;
  }
  if (unit !== "score") return null;
  const noNumber = Array.from(indices).filter((index) => Number.isNaN(numbers[index])).length;
  return noNumber === 0 ? null : `${noNumber} of ${n} rows got no number as their prediction`;
}
