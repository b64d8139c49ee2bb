import type { AbMetric } from "../../config/types";
import { type MeanDifference, tInterval, tTest } from "../../stats/means/mean-difference";
import type { Moments } from "../../stats/means/moments";
import { relativeWelch, welch } from "../../stats/means/welch";
import { excessHarmBounds, excessHarmTest } from "../../stats/proportions/excess-harm";
import {
  miettinenNurminen,
  miettinenNurminenTest,
  restrictedError,
} from "../../stats/proportions/miettinen-nurminen";
import type { Share } from "../../stats/proportions/share";
import { twoProportionTest } from "../../stats/proportions/two-proportions";
import {
  type Mixture,
  SEQUENTIAL_BURN_IN,
  sequentialHalfWidth,
  sequentialPValue,
} from "../../stats/sequential/asymptotic-confidence-sequence";
import type { Arm } from "../assignment/arms";
import { ALPHA, type ArmValues, countUnits, momentsOfArm, shareOfArm } from "./arm-values";
import type { Measure } from "./measures";

/** A mean nearer to 0 than so many standard errors may as well be 0, and nothing is a share of that. */
const FEWEST_ERRORS_FROM_ZERO = 3;

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

/**
 * Whether there is anything to compare: two units a side, for a share one good request of either, and
 * for a measure that is compared as a share of the baseline's mean a mean that can be told from 0.
 */
export function whyIncomparable(values: ArmValues, measure: Measure): string | null {
  const { isShare, title } = measure;
  const [ours, theirs] = [countUnits(values, "candidate"), countUnits(values, "baseline")];
  if (Math.min(ours, theirs) < 2) {
    const what = values.keys ? "values of the key" : "values";
    return `too few ${what} to compare: ${ours} of the candidate, ${theirs} of the baseline`;
  }
  if (isShare) return whyNothingGood(values, measure);
  const { mean, variance, n } = momentsOfArm(values, "baseline");
  return mean === 0 || Math.abs(mean) < FEWEST_ERRORS_FROM_ZERO * Math.sqrt(variance / n)
    ? `the baseline's mean ${title} cannot be told from 0, and a difference is measured as a share of it`
    : null;
}

/** Two sides that are both never right are as good as each other, and nobody has seen how good. */
function whyNothingGood(
  { candidate, baseline }: ArmValues,
  { higherIsBetter, title }: Measure,
): string | null {
  const isBad = (value: number) => value === (higherIsBetter ? 0 : 1);
  return candidate.every(isBad) && baseline.every(isBad)
    ? `${title} of ${higherIsBetter ? "0 %" : "100 %"} on both sides, which is nothing to be as good as: look at the endpoints and at the labels first`
    : null;
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
  const fewest = Math.min(countUnits(values, "candidate"), countUnits(values, "baseline"));
  if (fewest < SEQUENTIAL_BURN_IN.perArm) return null;
  const margin = marginOf(goal);
  if (measure.isShare && fewestEvents(values, margin) < SEQUENTIAL_BURN_IN.events) return null;
  const { difference: harm, ...estimate } = estimateHarm(values, measure);
  const standardError = measure.isShare
    ? errorAtMargin(values, measure, margin)
    : estimate.standardError;
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
  const candidate = momentsOfArm(values, "candidate");
  const baseline = momentsOfArm(values, "baseline");
  const estimate = isShare ? welch(candidate, baseline) : relative(candidate, baseline);
  return higherIsBetter ? { ...estimate, difference: -estimate.difference } : estimate;
}

/** A share of the baseline's mean, whatever its sign. */
function relative(candidate: Moments, baseline: Moments): MeanDifference {
  const estimate = relativeWelch(candidate, baseline);
  return baseline.mean < 0 ? { ...estimate, difference: -estimate.difference } : estimate;
}

function compareShares(
  values: ArmValues,
  { higherIsBetter }: Measure,
  goal: AbMetric["goal"],
): Pick<Comparison, "interval" | "passP" | "failP"> {
  const [ours, theirs] = badShares(values, higherIsBetter);
  const margin = marginOf(goal);
  // Of keys the counts are not whole, which only the plain score test takes.
  if (values.keys) {
    return {
      interval: miettinenNurminen(ours, theirs, 1 - 2 * ALPHA),
      passP: miettinenNurminenTest(ours, theirs, margin, "less").pValue,
      failP: miettinenNurminenTest(ours, theirs, margin, "greater").pValue,
    };
  }
  const interval = excessHarmBounds(ours, theirs, 1 - ALPHA);
  if (goal.kind === "superiority") {
    return {
      interval,
      passP: twoProportionTest(ours, theirs, "less").pValue,
      failP: twoProportionTest(ours, theirs, "greater").pValue,
    };
  }
  return {
    interval,
    passP: excessHarmTest(ours, theirs, margin, "less"),
    failP: excessHarmTest(ours, theirs, margin, "greater"),
  };
}

function compareMeans(
  estimate: MeanDifference,
  goal: AbMetric["goal"],
): Pick<Comparison, "interval" | "passP" | "failP"> {
  return {
    interval: tInterval(estimate, 1 - 2 * ALPHA),
    passP: tTest(estimate, "less", marginOf(goal)).pValue,
    failP: tTest(estimate, "greater", marginOf(goal)).pValue,
  };
}

/**
 * Of ones and zeros on either side, whichever are fewest, as they would be expected if the sides were
 * alike but for the margin. Expected and not counted: a side that happens to have no error yet looks
 * surer than it is, and is looked at when it could have had some.
 */
function fewestEvents(values: ArmValues, margin: number): number {
  const [ours, theirs] = [shareOfArm(values, "candidate"), shareOfArm(values, "baseline")];
  const pooled = pooledShare(ours, theirs);
  const rarer = Math.min(pooled, 1 - pooled);
  return Math.min(ours.trials * (rarer + margin), theirs.trials * rarer);
}

/**
 * As it is where the harm is exactly the margin: a side without events has a variance, too, and a small
 * side beside a large one has its own, which the pooled share would hide: with 10 % of the requests on
 * the candidate's side, a candidate at the margin passed in one run of five.
 */
function errorAtMargin(values: ArmValues, { higherIsBetter }: Measure, margin: number): number {
  const [ours, theirs] = badShares(values, higherIsBetter);
  return restrictedError(ours, theirs, margin);
}

/** Of what is bad, on the candidate's side and on the baseline's. */
function badShares(values: ArmValues, higherIsBetter: boolean): [Share, Share] {
  const badOf = (arm: Arm): Share => {
    const { successes, trials } = shareOfArm(values, arm);
    return { successes: higherIsBetter ? trials - successes : successes, trials };
  };
  return [badOf("candidate"), badOf("baseline")];
}

function pooledShare(ours: Share, theirs: Share): number {
  return (ours.successes + theirs.successes) / (ours.trials + theirs.trials);
}
