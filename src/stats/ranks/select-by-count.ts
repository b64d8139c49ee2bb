/**
 * The k-th smallest (from 1) of values that are never written down, only counted: the smallest
 * double t with countUpTo(t) ≥ k, found by halving the range until no double lies inside.
 *
 * Pairs of a sample grow with its square, while counting them takes one pass over the sorted
 * sample. The result is exactly one of the values, as long as the counting compares the same
 * rounded values.
 *
 * @param countUpTo how many values are ≤ t; never falls as t grows
 * @param smallest a lower bound of all values
 * @param largest an upper bound of all values
 */
export function selectByCount(
  k: number,
  countUpTo: (t: number) => number,
  smallest: number,
  largest: number,
): number {
  if (countUpTo(smallest) >= k) return smallest;
  let below = smallest;
  let reached = largest;
  for (;;) {
    const middle = below + (reached - below) / 2;
    if (middle <= below || middle >= reached) return reached;
    if (countUpTo(middle) >= k) reached = middle;
    else below = middle;
  }
}
