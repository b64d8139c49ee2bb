import type { Alternative } from "../alternative";
import { hypergeometric } from "../distributions/hypergeometric";
import { requireCount } from "../require-that";
import { requireTriedShare, type Share } from "./share";

/** Tables as likely as the observed one, but for rounding, count as such. R's choice, too. */
const SAME = 1 + 1e-7;

/**
 * Fisher's exact test of two independent shares: the probability, with all margins fixed, of a table
 * at least as far out. The two-sided one adds up all tables that are no likelier than the observed.
 * Never more than its level of false alarms, often much less.
 *
 * @param first whole counts
 * @param second whole counts
 * @returns p, from 0 to 1
 * @throws RangeError for counts that are not whole, outside of their trials, or of no trials
 * @see R. A. Fisher, The Design of Experiments, 1935; the conventions are R's `fisher.test`
 */
export function fisherExact(
  first: Share,
  second: Share,
  alternative: Alternative = "two-sided",
): number {
  for (const share of [first, second]) {
    requireTriedShare(share);
    requireCount(share.successes, "a count of successes");
    requireCount(share.trials, "a number of trials");
  }
  const successes = first.successes + second.successes;
  const { lowest, probabilities } = hypergeometric({
    marked: successes,
    others: first.trials + second.trials - successes,
    drawn: first.trials,
  });
  const at = first.successes - lowest;
  const observed = probabilities[at] as number;
  const asFarOut = {
    less: (i: number) => i <= at,
    greater: (i: number) => i >= at,
    "two-sided": (i: number) => (probabilities[i] as number) <= observed * SAME,
  }[alternative];
  const sum = probabilities.reduce((total, p, i) => (asFarOut(i) ? total + p : total), 0);
  return Math.min(1, sum);
}
