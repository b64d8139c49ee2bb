import { requireProbability, requireThat } from "../require-that";
import { betaQuantileLogit } from "./beta-quantile";
import { betaTails } from "./incomplete-beta";

/**
 * The distribution function of Student's t, accurate in both tails: the upper tail at t is the
 * lower one at −t.
 *
 * @param t any real number, ±Infinity included
 * @param df degrees of freedom, finite, > 0, not necessarily whole
 * @throws RangeError outside of that
 * @see DLMF §8.17 and Abramowitz & Stegun 26.7.1: P(T ≤ −|t|) = ½·I_{ν/(ν+t²)}(ν/2, ½)
 */
export function studentTCdf(t: number, df: number): number {
  requireDegreesOfFreedom(df);
  requireThat(!Number.isNaN(t), "studentTCdf needs a number, not NaN");
  const scaled = (t / df) * t;
  const x = 1 / (1 + scaled);
  const y = 1 / (1 + 1 / scaled);
  const { lower, upper } = betaTails(x, y, df / 2, 0.5);
  return t < 0 ? lower / 2 : 0.5 + upper / 2;
}

/**
 * The quantile of Student's t: the t with P(T ≤ t) = p.
 *
 * @param p from 0 to 1; 0 gives −Infinity and 1 Infinity
 * @param df degrees of freedom, finite, > 0
 * @throws RangeError outside of that
 */
export function studentTQuantile(p: number, df: number): number {
  requireDegreesOfFreedom(df);
  requireProbability(p, "p");
  if (p === 0.5) return 0;
  const tail = Math.min(p, 1 - p);
  // With x = ν/(ν+t²), ln(x/(1−x)) = ln(ν/t²).
  const t = Math.sqrt(df) * Math.exp(-betaQuantileLogit(2 * tail, df / 2, 0.5) / 2);
  return p < 0.5 ? -t : t;
}

function requireDegreesOfFreedom(df: number): void {
  requireThat(
    df > 0 && Number.isFinite(df),
    `the degrees of freedom must be finite and > 0, not ${df}`,
  );
}
