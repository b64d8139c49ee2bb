import { binomialCdf, binomialComplement } from "../distributions/binomial";
import { requireConfidence, requireCount, requireThat } from "../require-that";
import { boundary } from "./boundary";
import { miettinenNurminenTest, skewnessCorrectedTest } from "./miettinen-nurminen";
import { tangoTest } from "./paired-difference";
import type { Share } from "./share";

/** "less": the harm is below the margin, which passes. "greater": it is above, which fails. */
export type HarmSide = "less" | "greater";

/**
 * Non-inferiority of two independent shares of harm (errors, wrong answers): whether the candidate's
 * exceeds the baseline's by less, or by more, than a margin.
 *
 * Miettinen and Nurminen's score test, with and without the correction for skewness; the larger p
 * counts. With arms of 1 to 9 and rare harm the one lets up to 6 %, the other up to 9 % of candidates
 * exactly at the margin pass, both together 5 %. Where the baseline shows no harm at all, or the
 * candidate nothing else, the count must also be significant by the exact binomial test: without any
 * harm on either side, 1 % takes 299 requests.
 *
 * @param candidate harmed requests, whole, of its requests
 * @param baseline likewise
 * @param margin δ, between −1 and 1
 * @returns p of the stated side
 * @throws RangeError for counts that are not whole or outside of their trials, or such a margin
 */
export function excessHarmTest(
  candidate: Share,
  baseline: Share,
  margin: number,
  side: HarmSide,
): number {
  for (const { successes, trials } of [candidate, baseline]) {
    requireCount(successes, "a count of harmed requests");
    requireCount(trials, "a number of requests");
  }
  const pValues = [miettinenNurminenTest, skewnessCorrectedTest].map(
    (test) => test(candidate, baseline, margin, side).pValue,
  );
  if (margin > 0 && baseline.successes === 0) {
    pValues.push(exactTail(candidate.successes, candidate.trials, margin, side));
  }
  if (margin > 0 && candidate.successes === candidate.trials) {
    const spared = baseline.trials - baseline.successes;
    pValues.push(exactTail(spared, baseline.trials, margin, side));
  }
  return Math.max(...pValues);
}

/** The harm of paired answers: the same inputs sent to both. */
export interface PairedHarm {
  /** Pairs with harm at the candidate only, whole. */
  harmed: number;
  /** Pairs with harm at the baseline only, whole. */
  helped: number;
  /** All pairs, whole, > 0. */
  pairs: number;
}

/**
 * The same for pairs, by Tango's score test, and with the same guard: where harm is hardly ever
 * outweighed by help, the net number of harmed pairs must also be significant by the exact binomial
 * test. (With the plain standard error √((p₁₀ + p₀₁ − (p₁₀ − p₀₁)²)/n) up to one in five candidates
 * exactly at the margin would pass.)
 */
export function pairedExcessHarmTest(
  { harmed, helped, pairs }: PairedHarm,
  margin: number,
  side: HarmSide,
): number {
  requireCount(pairs, "the number of pairs");
  requireThat(
    harmed + helped <= pairs,
    `of ${pairs} pairs ${harmed + helped} cannot differ: more than there are`,
  );
  const counts = {
    both: 0,
    firstOnly: harmed,
    secondOnly: helped,
    neither: pairs - harmed - helped,
  };
  const { pValue } = tangoTest(counts, margin, side);
  if (margin <= 0) return pValue;
  return Math.max(pValue, exactTail(Math.max(0, harmed - helped), pairs, margin, side));
}

/**
 * What the harm is at least and at most: all margins that neither test rejects at the one-sided level
 * 1 − confidence. The gate passes where the upper end is below the margin, and fails where the lower
 * one is above it.
 *
 * @param confidence of each side alone
 * @returns lower and upper bound of the excess, from −1 to 1
 */
export function excessHarmBounds(
  candidate: Share,
  baseline: Share,
  confidence = 0.95,
): [number, number] {
  const estimate = candidate.successes / candidate.trials - baseline.successes / baseline.trials;
  return bounds(estimate, confidence, (margin, side) =>
    excessHarmTest(candidate, baseline, margin, side),
  );
}

/** The same for pairs. */
export function pairedExcessHarmBounds(harm: PairedHarm, confidence = 0.95): [number, number] {
  return bounds((harm.harmed - harm.helped) / harm.pairs, confidence, (margin, side) =>
    pairedExcessHarmTest(harm, margin, side),
  );
}

function exactTail(count: number, trials: number, share: number, side: HarmSide): number {
  return side === "less"
    ? binomialCdf(count, trials, share)
    : binomialComplement(count - 1, trials, share);
}

/** The margins of ±1 are left out: no test asks for them, and none can be beyond. */
const OUTERMOST = 1 - Number.EPSILON;

function bounds(
  estimate: number,
  confidence: number,
  pValue: (margin: number, side: HarmSide) => number,
): [number, number] {
  requireConfidence(confidence);
  const inside = Math.max(-OUTERMOST, Math.min(OUTERMOST, estimate));
  const kept = (side: HarmSide) => (margin: number) => pValue(margin, side) > 1 - confidence;
  return [boundary(inside, -OUTERMOST, kept("greater")), boundary(inside, OUTERMOST, kept("less"))];
}
