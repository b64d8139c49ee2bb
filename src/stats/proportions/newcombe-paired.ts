import { requireConfidence } from "../require-that";
import { type PairedCounts, pairsOf } from "./paired-counts";
import { wilson } from "./wilson";

/**
 * Newcombe's interval of the difference of two shares of the same pairs, first less second: the
 * Wilson intervals of both, put together with their correlation φ, which is taken a little nearer to
 * 0 where it is positive (his method 10 for paired data).
 *
 * @param confidence between 0 and 1, both excluded
 * @returns lower and upper bound of the difference of shares
 * @throws RangeError for counts that are not whole, no pairs, or a confidence outside of 0..1
 * @see R. G. Newcombe, Statistics in Medicine 17 (1998), pages 2635 to 2650
 */
export function newcombePaired(counts: PairedCounts, confidence = 0.95): [number, number] {
  const n = pairsOf(counts);
  requireConfidence(confidence);
  const { both, firstOnly, secondOnly } = counts;
  const difference = (firstOnly - secondOnly) / n;
  const [p1, p2] = [(both + firstOnly) / n, (both + secondOnly) / n];
  const [low1, high1] = wilson(both + firstOnly, n, confidence);
  const [low2, high2] = wilson(both + secondOnly, n, confidence);
  const phi = correlation(counts, n);
  const combined = (x: number, y: number): number => Math.sqrt(x * x - 2 * phi * x * y + y * y);
  return [
    difference - combined(p1 - low1, high2 - p2),
    difference + combined(high1 - p1, p2 - low2),
  ];
}

function correlation({ both, firstOnly, secondOnly, neither }: PairedCounts, n: number): number {
  const margins =
    (both + firstOnly) * (secondOnly + neither) * (both + secondOnly) * (firstOnly + neither);
  if (margins === 0) return 0;
  const excess = both * neither - firstOnly * secondOnly;
  return (excess > 0 ? Math.max(0, excess - n / 2) : excess) / Math.sqrt(margins);
}
