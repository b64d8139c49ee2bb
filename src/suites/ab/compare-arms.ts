import type { AbMetric } from "../../config/types";
import { studentTQuantile } from "../../stats/distributions/student-t";
import { type MeanDifference, tTest } from "../../stats/means/mean-difference";
import { type Moments, momentsOf } from "../../stats/means/moments";
import { relativeWelch, welch } from "../../stats/means/welch";
import {
  miettinenNurminen,
  miettinenNurminenTest,
} from "../../stats/proportions/miettinen-nurminen";
import { twoProportionTest } from "../../stats/proportions/two-proportions";
import {
  type Mixture,
  SEQUENTIAL_BURN_IN,
  sequentialHalfWidth,
  sequentialPValue,
} from "../../stats/sequential/asymptotic-confidence-sequence";
import type { Measure } from "./measures";

export const ALPHA = 0.05;

/** The values of one measure on both sides, without those that are missing. */
export interface ArmValues {
  candidate: Float64Array;
  baseline: Float64Array;
}

/** How much worse the candidate is, and how sure that is; harm is positive whichever way is better. */
export interface Comparison {
  harm: number;
  standardError: number;
  /** One-sided 95 % bounds of the harm; null where nothing bounds it. */
  interval: [number | null, number | null];
  /** Evidence that the harm is under the margin, and that it is over it. */
  passP: number;
  failP: number;
}

/** What is known after a number of requests that was fixed beforehand. */
export function compareFixed(
  values: ArmValues,
  measure: Measure,
  goal: AbMetric["goal"],
): Comparison {
  const estimate = estimateHarm(values, measure);
  const shared = { harm: estimate.difference, standardError: estimate.standardError };
  return measure.isShare
    ? { ...shared, ...compareShares(values, measure, goal) }
    : { ...shared, ...compareMeans(estimate, goal) };
}

/**
 * What is known at one of many looks: valid at all of them together (asymptotic confidence sequence).
 * Null before the normal approximation can be trusted.
 */
export function compareAtLook(
  values: ArmValues,
  measure: Measure,
  goal: AbMetric["goal"],
  mixture: Mixture,
): Comparison | null {
  const { candidate, baseline } = values;
  if (Math.min(candidate.length, baseline.length) < SEQUENTIAL_BURN_IN.perArm) return null;
  const margin = marginOf(goal);
  if (measure.isShare && fewestEvents(values, margin) < SEQUENTIAL_BURN_IN.events) return null;
  const { difference: harm, ...estimate } = estimateHarm(values, measure);
  const standardError = measure.isShare ? pooledError(values) : estimate.standardError;
  if (!(standardError > 0)) return null;
  const n = candidate.length + baseline.length;
  const half = sequentialHalfWidth(standardError, n, ALPHA, mixture);
  return {
    harm,
    standardError,
    interval: [harm - half, harm + half],
    passP: sequentialPValue((margin - harm) / standardError, n, mixture),
    failP: sequentialPValue((harm - margin) / standardError, n, mixture),
  };
}

/** Superiority asks for less harm than none; a candidate that was to be better has failed where it is worse. */
function marginOf(goal: AbMetric["goal"]): number {
  return goal.kind === "non-inferiority" ? goal.margin : 0;
}

function estimateHarm(values: ArmValues, { isShare, higherIsBetter }: Measure): MeanDifference {
  const candidate = momentsOf(values.candidate);
  const baseline = momentsOf(values.baseline);
  const estimate =
    isShare || baseline.mean === 0 ? welch(candidate, baseline) : relative(candidate, baseline);
  return higherIsBetter ? { ...estimate, difference: -estimate.difference } : estimate;
}

/** A share of the baseline's mean, whatever its sign. */
function relative(candidate: Moments, baseline: Moments): MeanDifference {
  const estimate = relativeWelch(candidate, baseline);
  return baseline.mean < 0 ? { ...estimate, difference: -estimate.difference } : estimate;
}

function compareShares(
  { candidate, baseline }: ArmValues,
  { higherIsBetter }: Measure,
  goal: AbMetric["goal"],
): Pick<Comparison, "interval" | "passP" | "failP"> {
  const badOf = (values: Float64Array) => {
    const ones = values.reduce((sum, value) => sum + value, 0);
    return { successes: higherIsBetter ? values.length - ones : ones, trials: values.length };
  };
  const [ours, theirs] = [badOf(candidate), badOf(baseline)];
  const interval = miettinenNurminen(ours, theirs, 1 - 2 * ALPHA);
  if (goal.kind === "superiority") {
    return {
      interval,
      passP: twoProportionTest(ours, theirs, "less").pValue,
      failP: twoProportionTest(ours, theirs, "greater").pValue,
    };
  }
  return {
    interval,
    passP: miettinenNurminenTest(ours, theirs, goal.margin, "less").pValue,
    failP: miettinenNurminenTest(ours, theirs, goal.margin, "greater").pValue,
  };
}

function compareMeans(
  estimate: MeanDifference,
  goal: AbMetric["goal"],
): Pick<Comparison, "interval" | "passP" | "failP"> {
  const { difference, standardError, df } = estimate;
  const half = standardError === 0 ? null : -studentTQuantile(ALPHA, df) * standardError;
  return {
    interval: half === null ? [null, null] : [difference - half, difference + half],
    passP: tTest(estimate, "less", marginOf(goal)).pValue,
    failP: tTest(estimate, "greater", marginOf(goal)).pValue,
  };
}

/**
 * Of ones and zeros on either side, whichever are fewest, as they would be expected if the sides were
 * alike but for the margin. Expected and not counted: a side that happens to have no error yet looks
 * surer than it is, and is looked at when it could have had some.
 */
function fewestEvents({ candidate, baseline }: ArmValues, margin: number): number {
  const pooled = pooledShare({ candidate, baseline });
  const rarer = Math.min(pooled, 1 - pooled);
  return Math.min(candidate.length * (rarer + margin), baseline.length * rarer);
}

/** By the pooled share: a side without events has a variance, too. */
function pooledError({ candidate, baseline }: ArmValues): number {
  const share = pooledShare({ candidate, baseline });
  return Math.sqrt(share * (1 - share) * (1 / candidate.length + 1 / baseline.length));
}

function pooledShare({ candidate, baseline }: ArmValues): number {
  const ones = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
  return (ones(candidate) + ones(baseline)) / (candidate.length + baseline.length);
}
