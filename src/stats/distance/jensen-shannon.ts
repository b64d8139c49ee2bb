import { devianceTerm } from "../distributions/deviance-term";
import { requirePositive, requireSameLength, requireThat } from "../require-that";

/**
 * The Jensen–Shannon divergence of two discrete distributions: the mean of their relative entropies
 * to their mean. From 0 (equal) to ln 2 (nothing in common), or to 1 in base 2.
 *
 * @param p weights ≥ 0, not all 0; divided by their sum
 * @param q as many, likewise
 * @param base of the logarithm, > 0 and not 1; default e
 * @throws RangeError outside of that
 * @see J. Lin, IEEE Transactions on Information Theory 37 (1991)
 */
export function jensenShannonDivergence(
  p: ArrayLike<number>,
  q: ArrayLike<number>,
  base = Math.E,
): number {
  requireSameLength(p, q, "the Jensen–Shannon divergence");
  requirePositive(base, "the base of the logarithm");
  requireThat(base !== 1, "the base of the logarithm must not be 1");
  const [sumP, sumQ] = [totalWeight(p), totalWeight(q)];
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    const [pi, qi] = [(p[i] as number) / sumP, (q[i] as number) / sumQ];
    const mean = (pi + qi) / 2;
    // Loader's terms x·ln(x/m) + m − x add up to the same, and do not cancel where p is next to q.
    sum += devianceTerm(pi, mean) + devianceTerm(qi, mean);
  }
  return sum / 2 / Math.log(base);
}

/**
 * Its square root, which is a metric: the Jensen–Shannon distance, as in SciPy.
 *
 * @see D. M. Endres and J. E. Schindelin, IEEE Transactions on Information Theory 49 (2003)
 */
export function jensenShannonDistance(
  p: ArrayLike<number>,
  q: ArrayLike<number>,
  base = Math.E,
): number {
  return Math.sqrt(jensenShannonDivergence(p, q, base));
}

function totalWeight(weights: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] as number;
    requireThat(
      weight >= 0 && Number.isFinite(weight),
      `a distribution needs finite weights >= 0, not ${weight}`,
    );
    sum += weight;
  }
  requirePositive(sum, "the sum of the weights of a distribution");
  return sum;
}
