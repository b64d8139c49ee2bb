import { requireThat } from "../require-that";

/**
 * Loader's deviance term D(x, m) = x·ln(x/m) + m − x for x ≥ 0, m ≥ 0; never negative.
 *
 * It is what remains of the exponent of a gamma, binomial or beta density once the Stirling parts
 * are taken out. Near x = m the terms cancel, so there the Taylor series in v = (x − m)/(x + m) is
 * summed instead.
 *
 * @returns the term; Infinity where m = 0 < x
 * @throws RangeError for a negative or NaN argument
 * @see C. Loader, "Fast and accurate computation of binomial probabilities", 2000
 */
export function devianceTerm(x: number, m: number): number {
  requireThat(x >= 0 && m >= 0, `devianceTerm needs x >= 0 and m >= 0, not ${x} and ${m}`);
  if (x === 0) return m;
  if (m === 0) return Number.POSITIVE_INFINITY;
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * Math.log(x / m) + m - x;
  const v = (x - m) / (x + m);
  let sum = (x - m) * v;
  let power = 2 * x * v;
  for (let odd = 3; ; odd += 2) {
    power *= v * v;
    const next = sum + power / odd;
    if (next === sum) return sum;
    sum = next;
  }
}
