import type { Alternative } from "../alternative";
import { binomialCdf } from "../distributions/binomial";
import { chiSquareTail } from "../distributions/chi-square";
import { requireCount } from "../require-that";

/**
 * The exact McNemar test of paired yes-or-no outcomes, by the pairs that differ: under the null
 * hypothesis each of them is a fair coin. "greater" asks whether `first` is too large for that:
 * P(Bin(first + second, ½) ≥ first). The two-sided p is twice the smaller tail, at most 1.
 *
 * @param first pairs with the outcome on the first side only, whole
 * @param second pairs with it on the second side only, whole
 * @returns p; 1 where no pair differs
 * @throws RangeError for counts that are not whole
 * @see Q. McNemar, Psychometrika 12 (1947)
 */
export function mcnemarExact(
  first: number,
  second: number,
  alternative: Alternative = "two-sided",
): number {
  requireCount(first, "a number of pairs");
  requireCount(second, "a number of pairs");
  const differing = first + second;
  const less = binomialCdf(first, differing, 0.5);
  const greater = binomialCdf(second, differing, 0.5);
  return { less, greater, "two-sided": Math.min(1, 2 * Math.min(less, greater)) }[alternative];
}

/**
 * McNemar's χ² approximation, for at least some 25 differing pairs: (b − c)²/(b + c), or with
 * Edwards's correction (|b − c| − 1)²/(b + c).
 *
 * @returns the statistic with one degree of freedom, and p; 0 and 1 where no pair differs
 * @throws RangeError for counts that are not whole
 * @see A. L. Edwards, Psychometrika 13 (1948) (correction)
 */
export function mcnemarChiSquare(
  first: number,
  second: number,
  corrected = true,
): { statistic: number; pValue: number } {
  requireCount(first, "a number of pairs");
  requireCount(second, "a number of pairs");
  if (first === second) return { statistic: 0, pValue: 1 };
  const distance = Math.abs(first - second) - (corrected ? 1 : 0);
  const statistic = distance ** 2 / (first + second);
  return { statistic, pValue: chiSquareTail(statistic, 1) };
}
