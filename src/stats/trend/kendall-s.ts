import { midranks } from "../ranks/midranks";

/** Kendall's S of a series in time order: Σ sign(xⱼ − xᵢ) over i < j, rises less falls. */
export function kendallS(values: ArrayLike<number>): number {
  let s = 0;
  for (let i = 0; i < values.length; i++) {
    for (let j = i + 1; j < values.length; j++) {
      s += Math.sign((values[j] as number) - (values[i] as number));
    }
  }
  return s;
}

/**
 * The variance of S for independent values without a trend: [n(n−1)(2n+5) − Σ t(t−1)(2t+5)]/18 over
 * the groups of t equal values.
 *
 * @see M. G. Kendall, Rank Correlation Methods, 4th ed., 1975
 */
export function kendallVariance(values: ArrayLike<number>): number {
  const term = (t: number): number => t * (t - 1) * (2 * t + 5);
  return (term(values.length) - midranks(values).ties.reduce((sum, t) => sum + term(t), 0)) / 18;
}
