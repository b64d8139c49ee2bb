import type { Alternative } from "../alternative";
import { normalPValue } from "../p-value";
import { requireSameLength, requireSample } from "../require-that";
import { kendallVariance } from "./kendall-variance";
import { midranks } from "./midranks";

/** Up to this many pairs of values without ties the exact distribution is used. */
const EXACT_KENDALL = 50;

/**
 * Kendall's rank correlation τ-b of two scores of the same items: pairs in the same order less pairs
 * in the other, over what ties leave possible. From −1 (reversed) to 1 (the same order).
 *
 * p is exact for at most 50 items without ties, else by the normal approximation with the variance
 * for ties.
 *
 * @param x finite, at least two
 * @param y as many
 * @returns τ is NaN, and p is 1, where all of x or all of y are equal: there is no order then
 * @throws RangeError outside of that
 * @see M. G. Kendall, Biometrika 33 (1945); Rank Correlation Methods, 4th ed., 1975 (variance)
 */
export function kendallTau(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  alternative: Alternative = "two-sided",
): { tau: number; pValue: number } {
  requireSameLength(x, y, "Kendall's τ");
  requireSample(x, "Kendall's τ", 2);
  requireSample(y, "Kendall's τ", 2);
  const n = x.length;
  let s = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      s +=
        Math.sign((x[j] as number) - (x[i] as number)) *
        Math.sign((y[j] as number) - (y[i] as number));
    }
  }
  const [tiesX, tiesY] = [midranks(x).ties, midranks(y).ties];
  const pairs = (n * (n - 1)) / 2;
  const untied = (ties: number[]): number =>
    ties.reduce((left, t) => left - (t * (t - 1)) / 2, pairs);
  const possible = Math.sqrt(untied(tiesX) * untied(tiesY));
  if (possible === 0) return { tau: Number.NaN, pValue: 1 };
  const exact = tiesX.length + tiesY.length === 0 && n <= EXACT_KENDALL;
  const pValue = exact
    ? exactPValue(s, n, alternative)
    : normalPValue(s / Math.sqrt(kendallVariance(n, tiesX, tiesY)), alternative);
  return { tau: Math.max(-1, Math.min(1, s / possible)), pValue };
}

function exactPValue(s: number, n: number, alternative: Alternative): number {
  // The number of inversions of a random order: each next item adds from 0 to all before it.
  const pairs = (n * (n - 1)) / 2;
  let shares = new Float64Array(pairs + 1);
  shares[0] = 1;
  for (let items = 2; items <= n; items++) {
    const next = new Float64Array(pairs + 1);
    for (let inversions = 0; inversions <= (items * (items - 1)) / 2; inversions++) {
      let sum = 0;
      for (let added = 0; added < items && added <= inversions; added++) {
        sum += shares[inversions - added] as number;
      }
      next[inversions] = sum / items;
    }
    shares = next;
  }
  const inversions = (pairs - s) / 2;
  const upTo = (count: number): number =>
    Math.min(
      1,
      shares.subarray(0, count + 1).reduce((sum, share) => sum + share, 0),
    );
  const greater = upTo(inversions);
  // Inversions are symmetric, so the upper tail is the lower one of the mirror image.
  const less = upTo(pairs - inversions);
  return { less, greater, "two-sided": Math.min(1, 2 * Math.min(less, greater)) }[alternative];
}
