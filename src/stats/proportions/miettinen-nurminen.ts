import type { Alternative } from "../alternative";
import { normalQuantile } from "../distributions/normal";
import { normalPValue } from "../p-value";
import { requireConfidence, requireThat } from "../require-that";
import { boundary } from "./boundary";
import { requireTriedShare, type Share } from "./share";

/**
 * Miettinen and Nurminen's interval of the difference of two independent shares, first less second:
 * all differences that their score test does not reject. The usual choice for non-inferiority.
 *
 * @param confidence between 0 and 1, both excluded
 * @returns lower and upper bound of the difference of shares, from −1 to 1
 * @throws RangeError for a count outside of its trials, no trials, or a confidence outside of 0..1
 * @see O. Miettinen and M. Nurminen, Statistics in Medicine 4 (1985)
 */
export function miettinenNurminen(
  first: Share,
  second: Share,
  confidence = 0.95,
): [number, number] {
  requireTriedShare(first);
  requireTriedShare(second);
  requireConfidence(confidence);
  const z = -normalQuantile((1 - confidence) / 2);
  const estimate = first.successes / first.trials - second.successes / second.trials;
  return [
    boundary(estimate, -1, (difference) => score(first, second, difference) <= z),
    boundary(estimate, 1, (difference) => score(first, second, difference) >= -z),
  ];
}

/**
 * Their score test of a stated difference: small where the first share exceeds the second by more
 * ("greater") or by less ("less") than it. For non-inferiority of an error rate with margin δ:
 * difference δ, alternative "less".
 *
 * @param difference between −1 and 1, both excluded
 * @returns the score, in standard deviations, and the probability of one at least as far out
 */
export function miettinenNurminenTest(
  first: Share,
  second: Share,
  difference: number,
  alternative: Alternative,
): { z: number; pValue: number } {
  requireTriedShare(first);
  requireTriedShare(second);
  requireThat(
    Math.abs(difference) < 1,
    `the difference of two shares must lie between −1 and 1, not ${difference}`,
  );
  const z = score(first, second, difference);
  return { z, pValue: normalPValue(z, alternative) };
}

/**
 * The same test with the skewness of the difference taken into account, which the plain score leaves
 * out: where the arms differ in size, it errs on one side more often than on the other.
 *
 * @see P. J. Laud, Pharmaceutical Statistics 16 (2017); J. J. Gart and J. Nam, Biometrics 44 (1988)
 */
export function skewnessCorrectedTest(
  first: Share,
  second: Share,
  difference: number,
  alternative: Alternative,
): { z: number; pValue: number } {
  const { z: plain } = miettinenNurminenTest(first, second, difference, alternative);
  const z = withoutSkewness(plain, skewness(first, second, difference));
  return { z, pValue: normalPValue(z, alternative) };
}

/** The x with x + γ(x² − 1)/6 = z (Cornish and Fisher), for as far as there is one. */
function withoutSkewness(z: number, gamma: number): number {
  if (!Number.isFinite(z) || gamma === 0) return z;
  const c = gamma / 6;
  // The form of the quadratic's root that does not cancel where γ is small.
  return (2 * (z + c)) / (1 + Math.sqrt(Math.max(0, 1 + 4 * c * (z + c))));
}

/** The third moment of p̂₁ − p̂₂ over the 3/2th power of its variance, where p₁ − p₂ = Δ holds. */
function skewness(first: Share, second: Share, difference: number): number {
  const p2 = restrictedShare(first, second, difference);
  const p1 = p2 + difference;
  const third = (p: number, n: number): number => (p * (1 - p) * (1 - 2 * p)) / (n * n);
  const variance = (p1 * (1 - p1)) / first.trials + (p2 * (1 - p2)) / second.trials;
  if (!(variance > 0)) return 0;
  return (third(p1, first.trials) - third(p2, second.trials)) / variance ** 1.5;
}

/** (p̂₁ − p̂₂ − Δ) over its standard error where p₁ − p₂ = Δ holds exactly. */
function score(first: Share, second: Share, difference: number): number {
  const excess = first.successes / first.trials - second.successes / second.trials - difference;
  if (excess === 0) return 0;
  const error = restrictedError(first, second, difference);
  return error > 0 ? excess / error : Math.sign(excess) * Number.POSITIVE_INFINITY;
}

/**
 * The standard error of p̂₁ − p̂₂ where p₁ − p₂ = Δ holds exactly; with Δ = 0, that of the pooled share.
 *
 * @param difference between −1 and 1, both excluded
 */
export function restrictedError(first: Share, second: Share, difference: number): number {
  const [n1, n2] = [first.trials, second.trials];
  const p2 = restrictedShare(first, second, difference);
  const p1 = p2 + difference;
  const all = n1 + n2;
  const variance = ((p1 * (1 - p1)) / n1 + (p2 * (1 - p2)) / n2) * (all / (all - 1));
  return Math.sqrt(Math.max(0, variance));
}

/** The likeliest second share where the first is Δ above it: the middle root of a cubic (their appendix). */
function restrictedShare(first: Share, second: Share, difference: number): number {
  const [n1, n2] = [first.trials, second.trials];
  const [s1, s2] = [first.successes, second.successes];
  const all = n1 + n2;
  const l2 = (n1 + 2 * n2) * difference - all - (s1 + s2);
  const l1 = (n2 * difference - all - 2 * s2) * difference + s1 + s2;
  const l0 = s2 * difference * (1 - difference);
  const a = l2 / (3 * all);
  const q = a ** 3 - (l1 * l2) / (6 * all * all) + l0 / (2 * all);
  const p = Math.sign(q || 1) * Math.sqrt(Math.max(0, a * a - l1 / (3 * all)));
  const cosine = p === 0 ? 0 : Math.min(1, Math.max(-1, q / p ** 3));
  const root = 2 * p * Math.cos((Math.PI + Math.acos(cosine)) / 3) - a;
  return Math.min(Math.min(1, 1 - difference), Math.max(Math.max(0, -difference), root));
}
