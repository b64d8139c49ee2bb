import { chiSquareTail } from "../distributions/chi-square";
import { requirePositive, requireThat } from "../require-that";
import type { ContingencyTest } from "./contingency";

/** Below it the split is broken, and nothing measured on it can be trusted. */
export const SAMPLE_RATIO_MISMATCH = 0.001;

/**
 * The χ² test for a sample-ratio mismatch: whether the arms got requests in the configured ratio.
 * Asked before any metric is looked at; below 0.001 the experiment stops.
 *
 * @param counts requests an arm, ≥ 0, at least two arms, at least one request
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
  requireThat(
    counts.every((count) => count >= 0 && Number.isFinite(count)),
    "a sample ratio needs finite counts >= 0",
  );
  const requests = counts.reduce((sum, count) => sum + count, 0);
  requireThat(requests > 0, "a sample ratio needs at least one request");
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const statistic = counts.reduce((sum, count, i) => {
    const expected = requests * ((shares[i] as number) / whole);
    return sum + (count - expected) ** 2 / expected;
  }, 0);
  const df = counts.length - 1;
  return { statistic, df, pValue: chiSquareTail(statistic, df) };
}
