import { normalQuantile } from "../distributions/normal";
import { requireConfidence, requireThat } from "../require-that";
import { midranks } from "./midranks";
import { selectByCount } from "./select-by-count";
import { EXACT_SIGNED_RANK, signedRankQuantile, signedRankVariance } from "./signed-rank";

/**
 * The one-sample Hodges–Lehmann estimate: the median of the Walsh averages (xᵢ + xⱼ)/2, i ≤ j. It
 * estimates the centre of a symmetric distribution; for paired data give the differences.
 *
 * The n(n+1)/2 averages are counted, never stored, so thousands of values take milliseconds.
 *
 * @param values finite, at least one
 * @returns in the unit of the values
 * @throws RangeError without values, or for one that is not finite
 * @see J. L. Hodges and E. L. Lehmann, Annals of Mathematical Statistics 34 (1963)
 */
export function hodgesLehmann(values: ArrayLike<number>): number {
  const walsh = walshAverages(values);
  const lower = walsh.select(Math.ceil(walsh.count / 2));
  return walsh.count % 2 === 1 ? lower : (lower + walsh.select(walsh.count / 2 + 1)) / 2;
}

/**
 * The interval of that centre which inverts the two-sided signed-rank test.
 *
 * Exact for at most 50 values without ties, else by the normal approximation with continuity
 * correction and the variance for ties. The ties that count are equal values: those stay tied
 * whatever the centre.
 *
 * @returns the bounds, null where so few values cannot bound that side at this confidence
 * @throws RangeError without values, for one that is not finite, or a confidence outside of 0..1
 * @see M. Hollander, D. A. Wolfe and E. Chicken, Nonparametric Statistical Methods, 3rd ed., §3.3
 */
export function signedRankInterval(
  values: ArrayLike<number>,
  confidence = 0.95,
): [number | null, number | null] {
  return bounds(values, (1 + confidence) / 2);
}

/** The one-sided lower bound: the centre is below it with probability 1 − confidence at most. */
export function signedRankLower(values: ArrayLike<number>, confidence = 0.95): number | null {
  return bounds(values, confidence)[0];
}

/** The one-sided upper bound: the centre is above it with probability 1 − confidence at most. */
export function signedRankUpper(values: ArrayLike<number>, confidence = 0.95): number | null {
  return bounds(values, confidence)[1];
}

function bounds(values: ArrayLike<number>, oneSided: number): [number | null, number | null] {
  requireConfidence(oneSided);
  const walsh = walshAverages(values);
  const rank = boundingRank(values, 1 - oneSided);
  if (rank < 1) return [null, null];
  return [walsh.select(rank), walsh.select(walsh.count + 1 - rank)];
}

/** The largest c with P(V ≤ c − 1) below the tail: the c-th Walsh average from either end bounds the centre. */
function boundingRank(values: ArrayLike<number>, tail: number): number {
  const n = values.length;
  const { tieSum } = midranks(values);
  if (tieSum === 0 && n <= EXACT_SIGNED_RANK) return signedRankQuantile(tail, n);
  const deviation = Math.sqrt(signedRankVariance(n, tieSum));
  const rank = Math.floor((n * (n + 1)) / 4 + normalQuantile(tail) * deviation + 0.5);
  return Math.min(rank, Math.ceil((n * (n + 1)) / 4));
}

function walshAverages(values: ArrayLike<number>): {
  count: number;
  select: (k: number) => number;
} {
  const n = values.length;
  requireThat(n > 0, "the Hodges–Lehmann estimate needs at least one value");
  const sorted = Float64Array.from(values).sort();
  requireThat(
    sorted.every((value) => Number.isFinite(value)),
    "the Hodges–Lehmann estimate needs finite values",
  );
  // For each i the partners j ≥ i; they get fewer as xᵢ grows, so one pass of two pointers counts them.
  const countUpTo = (t: number): number => {
    let count = 0;
    let j = n - 1;
    for (let i = 0; i <= j; i++) {
      while (j >= i && ((sorted[i] as number) + (sorted[j] as number)) / 2 > t) j--;
      count += j - i + 1;
    }
    return count;
  };
  return {
    count: (n * (n + 1)) / 2,
    select: (k) => selectByCount(k, countUpTo, sorted[0] as number, sorted[n - 1] as number),
  };
}
