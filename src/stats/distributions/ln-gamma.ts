import { requireThat } from "../require-that";

const HALF_LN_2PI = 0.9189385332046728;
const ONE_MINUS_EULER = 0.42278433509846713;

/** From here on Stirling's series, cut after seven terms, is exact to double precision. */
const STIRLING_FROM = 10;

/** B₂ₖ / (2k(2k−1)), k = 1…7. DLMF §5.11.1. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156] as const;

/** ζ(k) − 1 for k = 2, 3, … DLMF §25.2.1. */
const ZETA_MINUS_ONE = [
  0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993,
  0.01734306198444914, 0.008349277381922827, 0.00407735619794434, 0.0020083928260822143,
  0.0009945751278180853, 0.0004941886041194645, 0.0002460865533080483, 0.00012271334757848915,
  6.124813505870483e-5, 3.058823630702049e-5, 1.528225940865187e-5, 7.637197637899763e-6,
  3.81729326499984e-6, 1.908212716553939e-6, 9.539620338727962e-7, 4.769329867878064e-7,
  2.38450502727733e-7, 1.1921992596531106e-7, 5.960818905125948e-8, 2.980350351465228e-8,
  1.4901554828365043e-8, 7.45071178983543e-9, 3.725334024788457e-9, 1.862659723513049e-9,
] as const;

/**
 * The natural logarithm of the gamma function for x > 0, to full relative accuracy also next to
 * its zeros at 1 and 2.
 *
 * @throws RangeError unless x is finite and > 0
 * @see DLMF §5.7.3 (series around 2), §5.5.1 (recurrence), §5.11.1 (Stirling)
 */
export function lnGamma(x: number): number {
  requireThat(x > 0 && Number.isFinite(x), `lnGamma needs a finite x > 0, not ${x}`);
  if (x >= STIRLING_FROM) {
    return (x - 0.5) * (Math.log(x) - 1) - 0.5 + HALF_LN_2PI + stirlingError(x);
  }
  if (x < 0.5) return aroundTwo(x) - Math.log1p(x) - Math.log(x);
  if (x < 1.5) return aroundTwo(x - 1) - Math.log1p(x - 1);
  let shifted = x;
  let product = 1;
  while (shifted > 2.5) {
    shifted -= 1;
    product *= shifted;
  }
  return aroundTwo(shifted - 2) + Math.log(product);
}

/**
 * What Stirling's formula leaves out: ln Γ(x+1) − [(x+½)·ln x − x + ½·ln 2π], about 1/(12x).
 * Densities built from it keep their digits where the logarithms of the gamma functions cancel.
 *
 * @throws RangeError unless x is finite and > 0
 * @see C. Loader, "Fast and accurate computation of binomial probabilities", 2000
 */
export function stirlingError(x: number): number {
  if (x < STIRLING_FROM) return lnGamma(x + 1) - (x + 0.5) * Math.log(x) + x - HALF_LN_2PI;
  requireThat(Number.isFinite(x), `stirlingError needs a finite x > 0, not ${x}`);
  const square = x * x;
  return STIRLING.reduceRight((sum, term) => sum / square + term, 0) / x;
}

/** ln Γ(2 + z) for |z| ≤ ½. */
function aroundTwo(z: number): number {
  let sum = z * ONE_MINUS_EULER;
  let power = -z;
  ZETA_MINUS_ONE.forEach((zetaMinusOne, i) => {
    power *= -z;
    sum += (zetaMinusOne * power) / (i + 2);
  });
  return sum;
}
