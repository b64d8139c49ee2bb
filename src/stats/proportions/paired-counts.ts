import { requireCount, requireThat } from "../require-that";

/** Two models' answers to the same inputs, by whether each was right. */
export interface PairedCounts {
  both: number;
  /** Right by the first only: n10. */
  firstOnly: number;
  /** Right by the second only: n01. */
  secondOnly: number;
  neither: number;
}

/** @throws RangeError for counts that are not whole, or no pair at all */
export function pairsOf({ both, firstOnly, secondOnly, neither }: PairedCounts): number {
  for (const count of [both, firstOnly, secondOnly, neither]) {
    requireCount(count, "a number of pairs");
  }
  const n = both + firstOnly + secondOnly + neither;
  requireThat(n > 0, "a paired comparison needs at least one pair");
  return n;
}
