import { kolmogorovLimitTail } from "../distributions/kolmogorov";
import { requireSample } from "../require-that";

/** The exact distribution takes as many steps. */
const MOST_EXACT_STEPS = 1e7;

/**
 * The two-sample Kolmogorov–Smirnov test: D is the largest distance between the distribution functions
 * of two samples. It sees any difference: of place, of spread, of shape.
 *
 * p is exact for values without ties, up to ten million pairs of values, else by the limit
 * distribution. With ties it is too large rather than too small.
 *
 * @param x finite, at least one
 * @param y finite, at least one
 * @returns D, from 0 to 1, and the probability of one at least as large
 * @throws RangeError outside of that
 * @see N. V. Smirnov, Annals of Mathematical Statistics 19 (1948)
 */
export function kolmogorovSmirnov(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): { statistic: number; pValue: number } {
  requireSample(x, "the Kolmogorov–Smirnov test");
  requireSample(y, "the Kolmogorov–Smirnov test");
  const [m, n] = [x.length, y.length];
  // Whole numbers: |i·n − j·m| is m·n times the distance after i and j values.
  const largest = largestDistance(Float64Array.from(x).sort(), Float64Array.from(y).sort());
  const statistic = largest / (m * n);
  const pValue =
    m * n <= MOST_EXACT_STEPS
      ? exactTail(largest, m, n)
      : kolmogorovLimitTail(statistic * Math.sqrt((m * n) / (m + n)));
  return { statistic, pValue };
}

function largestDistance(x: Float64Array, y: Float64Array): number {
  let [i, j, largest] = [0, 0, 0];
  while (i < x.length && j < y.length) {
    const value = Math.min(x[i] as number, y[j] as number);
    while (i < x.length && x[i] === value) i++;
    while (j < y.length && y[j] === value) j++;
    largest = Math.max(largest, Math.abs(i * y.length - j * x.length));
  }
  return largest;
}

/**
 * The share of all orders of m and n values in which the distance is reached, by the last value to
 * the point (i, j): it is among the m with probability i/(i + j). Only sums of what is positive, so
 * tiny tails keep their digits.
 *
 * @see G. Schröer and D. Trenkler, Computational Statistics & Data Analysis 20 (1995)
 */
function exactTail(largest: number, m: number, n: number): number {
  if (largest === 0) return 1;
  const reached = new Float64Array(n + 1);
  for (let i = 0; i <= m; i++) {
    for (let j = 0; j <= n; j++) {
      const distance = i * n - j * m;
      if (distance >= largest || -distance >= largest) reached[j] = 1;
      else {
        const above = i === 0 ? 0 : (reached[j] as number);
        const left = j === 0 ? 0 : (reached[j - 1] as number);
        reached[j] = i + j === 0 ? 0 : (i * above + j * left) / (i + j);
      }
    }
  }
  return reached[n] as number;
}
