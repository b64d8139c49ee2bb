import { requirePositive, requireProbability, requireThat } from "../require-that";
import { betaQuantileLogit } from "./beta-quantile";
import { betaTails } from "./incomplete-beta";

/**
 * P(X ≤ x) of Fisher and Snedecor's F distribution: of the ratio of two independent variances.
 *
 * @param x ≥ 0, may be Infinity
 * @param df1 degrees of freedom of the numerator, finite, > 0
 * @param df2 of the denominator, likewise
 * @throws RangeError outside of that
 * @see Abramowitz & Stegun 26.6.2
 */
export function fisherFCdf(x: number, df1: number, df2: number): number {
  return tails(x, df1, df2).lower;
}

/** P(X > x), to full relative accuracy also where it is tiny. */
export function fisherFTail(x: number, df1: number, df2: number): number {
  return tails(x, df1, df2).upper;
}

/** The x with P(X ≤ x) = p. */
export function fisherFQuantile(p: number, df1: number, df2: number): number {
  requireProbability(p, "p");
  requireDegreesOfFreedom(df1, df2);
  return (df2 / df1) * Math.exp(betaQuantileLogit(p, df1 / 2, df2 / 2));
}

function tails(x: number, df1: number, df2: number): { lower: number; upper: number } {
  requireDegreesOfFreedom(df1, df2);
  requireThat(x >= 0, `the F distribution needs x >= 0, not ${x}`);
  // df1·X/(df1·X + df2) is a beta variable.
  const odds = (df1 / df2) * x;
  return betaTails(1 / (1 + 1 / odds), 1 / (1 + odds), df1 / 2, df2 / 2);
}

function requireDegreesOfFreedom(df1: number, df2: number): void {
  requirePositive(df1, "the degrees of freedom of the numerator");
  requirePositive(df2, "the degrees of freedom of the denominator");
}
