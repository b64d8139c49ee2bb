import { requireCount, requireThat } from "../require-that";
import { binomialPmf } from "./binomial";

/** Beyond it the matrix of the exact method takes more than some tenths of a second. */
const EXACT_UP_TO = 5_000;
/** From here on, in units of n·d², both tails together are twice one of them to ten digits. */
const FAR = 4;
/** 1/60! is 1e-82: entries of the matrix further out add nothing. */
const WIDTH = 60;

/**
 * P(Dₙ ≥ d) of the two-sided one-sample Kolmogorov–Smirnov statistic of n values that come from
 * the continuous distribution they are compared with.
 *
 * Exact up to n = 5,000, and in the far tail at any n; else by the limit distribution with Vrbik's
 * correction for n, then good to 1e-5.
 *
 * @param d from 0 to 1
 * @param n whole, ≥ 1
 * @throws RangeError outside of that
 * @see G. Marsaglia, W. W. Tsang and J. Wang, Journal of Statistical Software 8:18 (2003);
 *   R. Simard and P. L'Ecuyer, Journal of Statistical Software 39:11 (2011) (what to use where);
 *   J. Vrbik, Pioneer Journal of Theoretical and Applied Statistics 15 (2018)
 */
export function kolmogorovTail(d: number, n: number): number {
  requireCount(n, "the number of values");
  requireThat(n >= 1 && d >= 0 && d <= 1, `D of ${n} values must lie between 0 and 1, not ${d}`);
  if (n * d <= 0.5) return 1;
  if (n * d * d >= FAR || d >= 0.5) return Math.min(1, 2 * oneSidedTail(d, n));
  if (n <= EXACT_UP_TO) return 1 - exactCdf(d, n);
  const root = Math.sqrt(n);
  return kolmogorovLimitTail(root * d + 1 / (6 * root) + (root * d - 1) / (4 * n));
}

/**
 * The limit of P(√n·Dₙ ≥ t) for large n.
 *
 * @param t ≥ 0
 * @see A. N. Kolmogorov, Giornale dell'Istituto Italiano degli Attuari 4 (1933)
 */
export function kolmogorovLimitTail(t: number): number {
  requireThat(t >= 0, `Kolmogorov's distribution needs t >= 0, not ${t}`);
  if (t < 1) {
    // The same function in Jacobi's other form, which converges where t is small.
    let sum = 0;
    for (let k = 1; k <= 9; k += 2) sum += Math.exp(-((k * Math.PI) ** 2) / (8 * t * t));
    return t === 0 ? 1 : 1 - (Math.sqrt(2 * Math.PI) / t) * sum;
  }
  let sum = 0;
  for (let k = 1; k <= 5; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * t * t);
  return sum;
}

/** P(D⁺ ₙ ≥ d) by the sum of Z. W. Birnbaum and F. H. Tingey, Annals of Mathematical Statistics 22 (1951). */
function oneSidedTail(d: number, n: number): number {
  let sum = 0;
  for (let j = 0; j <= Math.floor(n * (1 - d)); j++) {
    const share = Math.min(1, d + j / n);
    sum += binomialPmf(j, n, share) / share;
  }
  return Math.min(1, d * sum);
}

/** n!/nⁿ times the middle entry of the n-th power of the matrix of Marsaglia, Tsang and Wang. */
function exactCdf(d: number, n: number): number {
  const middle = Math.ceil(n * d) - 1;
  const size = 2 * middle + 1;
  const h = middle + 1 - n * d;
  const { edge, corner, inverseFactorial } = matrixEntries(h, size);
  let vector = new Float64Array(size);
  vector[middle] = 1;
  let factor = n;
  for (let power = 0; power < n; power++) {
    const next = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      let sum = 0;
      const end = i + 1 < size ? i + 1 : size - 1;
      for (let j = i < WIDTH ? 0 : i + 1 - WIDTH; j <= end; j++) {
        sum += (inverseFactorial[i - j + 1] as number) * (vector[j] as number);
      }
      next[i] = sum - (edge[i] as number) * (vector[0] as number);
    }
    let last = corner * (vector[0] as number);
    for (let j = 0; j < size; j++) last -= (edge[size - 1 - j] as number) * (vector[j] as number);
    next[size - 1] = (next[size - 1] as number) + last;
    vector = next;
    // The factors of n!/nⁿ, as they are needed to keep the numbers near 1.
    while ((vector[middle] as number) > 1 && factor > 0) {
      const ratio = factor-- / n;
      for (let i = 0; i < size; i++) vector[i] = (vector[i] as number) * ratio;
    }
  }
  let cdf = vector[middle] as number;
  while (factor > 0) cdf *= factor-- / n;
  return cdf;
}

function matrixEntries(
  h: number,
  size: number,
): { edge: Float64Array; corner: number; inverseFactorial: Float64Array } {
  const inverseFactorial = new Float64Array(Math.max(size, WIDTH) + 2);
  inverseFactorial[0] = 1;
  for (let k = 1; k < inverseFactorial.length; k++) {
    inverseFactorial[k] = (inverseFactorial[k - 1] as number) / k;
  }
  // What the first column and the last row lack: hᵏ/k!.
  const edge = Float64Array.from(
    { length: size },
    (_, i) => h ** (i + 1) * (inverseFactorial[i + 1] as number),
  );
  const corner = h > 0.5 ? (2 * h - 1) ** size * (inverseFactorial[size] as number) : 0;
  return { edge, corner, inverseFactorial };
}
