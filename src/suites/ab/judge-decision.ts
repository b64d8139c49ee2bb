import type { AbMetric } from "../../config/types";
import { formatMeasure } from "../../report/format-measure";
import { normalCdf, normalQuantile } from "../../stats/distributions/normal";
import { check } from "../../verdict/check";
import type { Check } from "../../verdict/result";
import { ALPHA, countUnits } from "./arm-values";
import { type Comparison, whyIncomparable } from "./compare-arms";
import type { Decision, Question } from "./experiment";

export function identify({ measure, metric }: Question) {
  const goal = metric.goal.kind === "superiority" ? "better than" : "as good as";
  return {
    id: `ab/${measure.name}`,
    title: `The candidate's ${measure.title} is ${goal} the baseline's`,
  };
}

/**
 * One question of the experiment by the interval of the harm: pass where it lies under the margin,
 * fail where it lies over, else inconclusive with what it would take.
 */
export function judgeDecision(decision: Decision): Check {
  const { question, values, comparison, verdict } = decision;
  const { measure, metric } = question;
  const n = values.candidate.length + values.baseline.length;
  const [ours, theirs] = [meanOf(values.candidate), meanOf(values.baseline)];
  const shared = { ...identify(question), n, unit: measure.unit } as const;
  if (comparison === null) {
    return check({
      ...shared,
      verdict: "inconclusive",
      message: whyIncomparable(values, measure) ?? "too few values to compare so far",
    });
  }
  const show = (value: number | null) => formatMeasure(value, measure.unit);
  const limit = metric.goal.kind === "non-inferiority" ? metric.goal.margin : 0;
  return check({
    ...shared,
    verdict,
    // The harm is what is judged: its unit is a share, of requests or of the baseline's mean.
    observed: comparison.harm,
    interval: comparison.interval,
    limit,
    direction: "at-most",
    unit: "share",
    message: [
      `${show(ours)} against the baseline's ${show(theirs)} (${values.candidate.length} and ${values.baseline.length} requests${values.keys ? ` of ${countUnits(values, "candidate")} and ${countUnits(values, "baseline")} values of the key, which are what is counted` : ""})`,
      describeHarm(comparison, question),
      ...(verdict === "inconclusive" ? [describeNeed(comparison, limit, n)] : []),
      describeBelief(comparison, limit),
      decision.design === "sequential"
        ? "looked at again and again, by bounds that hold at all looks"
        : "looked at once, at the end",
    ].join("; "),
  });
}

function describeHarm(
  { harm, interval: [low, high] }: Comparison,
  { metric, measure }: Question,
): string {
  const wanted = describeGoal(metric.goal, measure.isShare);
  if (low === null || high === null) {
    return `values that do not vary bound nothing, and ${wanted}`;
  }
  const word = harm > 0 ? "worse" : "better";
  const range = `between ${signed(low, measure.isShare)} and ${signed(high, measure.isShare)}`;
  return `${word} by ${amount(Math.abs(harm), measure.isShare)} (harm ${range}, one-sided 95 % bounds); ${wanted}`;
}

function describeGoal(goal: AbMetric["goal"], isShare: boolean): string {
  return goal.kind === "superiority"
    ? "it was to be better"
    : `at most ${amount(goal.margin, isShare)} is put up with`;
}

/** Points of a share, or per cent of the baseline's mean. */
function amount(value: number, isShare: boolean): string {
  return `${Number((value * 100).toPrecision(3))} ${isShare ? "pp" : "%"}`;
}

function signed(value: number, isShare: boolean): string {
  return `${value < 0 ? "−" : "+"}${amount(Math.abs(value), isShare)}`;
}

/** By the standard error that these requests had, at the difference that they showed. */
function describeNeed({ harm, standardError }: Comparison, limit: number, n: number): string {
  const distance = Math.abs(limit - harm);
  if (standardError === 0) return "nothing has varied yet: more requests would tell";
  if (distance === 0) return "too near the limit to tell";
  const needed = n * ((-normalQuantile(ALPHA) * standardError) / distance) ** 2;
  const more = Math.ceil(needed - n);
  if (more <= 0) return "a few more requests would tell";
  return more > 100 * n
    ? "too near the limit to tell"
    : `about ${Number(more.toPrecision(2)).toLocaleString("en")} more requests of the same kind would tell`;
}

/** The Bayesian reading, with a flat prior: for the report, never for the verdict. */
function describeBelief({ harm, standardError }: Comparison, limit: number): string {
  if (standardError === 0) return "a Bayesian reading is not to be had";
  const beyond = 1 - normalCdf((limit - harm) / standardError);
  return `read in the Bayesian way (flat prior), the harm is over the limit with probability ${Number((beyond * 100).toPrecision(2))} %`;
}

function meanOf(values: Float64Array): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
