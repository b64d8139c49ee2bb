import { binomialCdf, binomialComplement } from "../distributions/binomial";
import { chiSquareTail } from "../distributions/chi-square";
import { requireCount, requirePositive, requireThat } from "../require-that";
import type { ContingencyTest } from "./contingency";

/** Below it the split is broken, and nothing measured on it can be trusted. */
export const SAMPLE_RATIO_MISMATCH = 0.001;

/** So far out in the tail, χ² raises up to ten times its false alarms where fewer are expected. */
const FEWEST_EXPECTED = 100;

/**
 * The χ² test for a sample-ratio mismatch: whether the arms got requests in the configured ratio.
 * Asked before any metric is looked at; below 0.001 the experiment stops. Of two arms of which either
 * is to have fewer than 100 requests, p is that of the exact binomial test, twice the smaller tail.
 *
 * @param counts requests an arm, whole, at least two arms, at least one request
 * @param shares of the arms as configured, > 0; only their ratio counts
 * @returns the statistic, its degrees of freedom, and the probability of one as large
 * @throws RangeError outside of that, or for another number of shares than of counts
 * @see A. Fabijan et al., "Diagnosing Sample Ratio Mismatch in Online Controlled Experiments", KDD 2019
 */
export function sampleRatioTest(
  counts: readonly number[],
  shares: readonly number[],
): ContingencyTest {
  requireThat(
    counts.length >= 2 && counts.length === shares.length,
    `a sample ratio needs two arms and a share for each, not ${counts.length} and ${shares.length}`,
  );
  for (const share of shares) requirePositive(share, "the share of an arm");
  for (const count of counts) requireCount(count, "the requests of an arm");
  const requests = counts.reduce((sum, count) => sum + count, 0);
  requireThat(requests > 0, "a sample ratio needs at least one request");
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const statistic = counts.reduce((sum, count, i) => {
    const expected = requests * ((shares[i] as number) / whole);
    return sum + (count - expected) ** 2 / expected;
  }, 0);
  const df = counts.length - 1;
  const fewest = (requests * Math.min(...shares)) / whole;
  const pValue =
    df === 1 && fewest < FEWEST_EXPECTED
      ? exactPValue(counts[0] as number, requests, (shares[0] as number) / whole)
      : chiSquareTail(statistic, df);
  return { statistic, df, pValue };
}

function exactPValue(count: number, requests: number, share: number): number {
  const upTo = binomialCdf(count, requests, share);
  const from = binomialComplement(count - 1, requests, share);
  return Math.min(1, 2 * Math.min(upTo, from));
}
