import { chiSquareTail } from "../distributions/chi-square";
import { quantile } from "../percentile";
import { requireCount, requireSameLength, requireSample, requireThat } from "../require-that";

export interface PopulationStability {
  /** 0 where the shares are equal; by custom under .1 is stable, over .25 has shifted. */
  index: number;
  /** The probability of an index as large where nothing has shifted. */
  pValue: number;
}

/** Added to each count where any is 0, because no logarithm is finite then (Jeffreys' prior). */
const SMOOTHING = 0.5;

/**
 * The population stability index of two counts over the same bins: Σ(pᵢ − qᵢ)·ln(pᵢ/qᵢ). Where a bin
 * is empty on either side, half a count is added to every bin on both.
 *
 * Without any shift the index times nm/(n + m) is about χ² with B − 1 degrees of freedom, and so it is
 * about (B − 1)(1/n + 1/m) by chance alone: the customary limits mean something only for samples of
 * some hundreds.
 *
 * @param reference counts ≥ 0 by bin, at least two bins, not all 0
 * @param observed as many, likewise
 * @throws RangeError outside of that
 * @see B. Yurdakul, "Statistical Properties of Population Stability Index", 2018
 */
export function populationStability(
  reference: readonly number[],
  observed: readonly number[],
): PopulationStability {
  requireSameLength(reference, observed, "the population stability index");
  requireThat(reference.length >= 2, "the population stability index needs at least two bins");
  for (const count of [...reference, ...observed]) requireCount(count, "the count of a bin");
  const [n, m] = [sumOf(reference), sumOf(observed)];
  requireThat(n > 0 && m > 0, "the population stability index needs values on both sides");
  const smoothing = [...reference, ...observed].includes(0) ? SMOOTHING : 0;
  const shares = (counts: readonly number[], total: number): number[] =>
    counts.map((count) => (count + smoothing) / (total + smoothing * counts.length));
  const expected = shares(reference, n);
  const index = shares(observed, m).reduce((sum, q, i) => {
    const p = expected[i] as number;
    return sum + (q - p) * Math.log(q / p);
  }, 0);
  const statistic = (index * n * m) / (n + m);
  return { index, pValue: chiSquareTail(statistic, reference.length - 1) };
}

/**
 * How many values lie in each of the bins that hold about as many reference values: the last bound at
 * or below a value is its bin, so that equal values stay together. Fewer bins where ties leave fewer.
 *
 * @param reference finite, at least one
 * @param values finite, at least one
 * @param bins at least 2
 * @returns counts of the reference and of the values
 */
export function binByQuantiles(
  reference: ArrayLike<number>,
  values: ArrayLike<number>,
  bins = 10,
): { reference: number[]; observed: number[] } {
  requireSample(reference, "a reference");
  requireSample(values, "a sample");
  requireThat(Number.isInteger(bins) && bins >= 2, `at least two bins are needed, not ${bins}`);
  const sorted = Float64Array.from(reference).sort();
  const bounds = Array.from({ length: bins - 1 }, (_, i) => quantile(sorted, (i + 1) / bins));
  const edges = [...new Set(bounds)].filter((edge) => edge > (sorted[0] as number));
  const count = (sample: ArrayLike<number>): number[] => {
    const counts = new Array<number>(edges.length + 1).fill(0);
    for (let i = 0; i < sample.length; i++) {
      const bin = edges.findLastIndex((edge) => edge <= (sample[i] as number)) + 1;
      counts[bin] = (counts[bin] as number) + 1;
    }
    return counts;
  };
  return { reference: count(sorted), observed: count(values) };
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
