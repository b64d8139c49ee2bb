import { requireInside, requireThat } from "../require-that";

/**
 * Rank-biased overlap of two rankings, extrapolated: how much the tops of both have in common, each
 * next depth weighing p times the one before, and the agreement seen at the end taken to go on. From 0
 * (nothing in common) to 1 (the same). With p = .9 the first ten ranks have 86 % of the weight.
 *
 * @param first items from the best on, each once
 * @param second likewise; may be longer or shorter
 * @param p persistence, between 0 and 1, both excluded
 * @returns 1 for two empty rankings, 0 where one is empty
 * @throws RangeError for an item that occurs twice in a ranking, or such a p
 * @see W. Webber, A. Moffat and J. Zobel, ACM Transactions on Information Systems 28 (2010), eq. 32
 */
export function rankBiasedOverlap<T>(first: readonly T[], second: readonly T[], p = 0.9): number {
  requireInside(p, "the persistence");
  for (const ranking of [first, second]) {
    requireThat(
      new Set(ranking).size === ranking.length,
      "a ranking must not hold the same item twice",
    );
  }
  const [short, long] = first.length <= second.length ? [first, second] : [second, first];
  const [s, l] = [short.length, long.length];
  if (s === 0) return l === 0 ? 1 : 0;
  let overlap = 0;
  let overlapAtShort = 0;
  let sum = 0;
  const [seenShort, seenLong] = [new Set<T>(), new Set<T>()];
  for (let depth = 1; depth <= l; depth++) {
    const fromLong = long[depth - 1] as T;
    seenLong.add(fromLong);
    if (depth <= s) {
      const fromShort = short[depth - 1] as T;
      seenShort.add(fromShort);
      if (fromShort !== fromLong && seenLong.has(fromShort)) overlap++;
    }
    if (seenShort.has(fromLong)) overlap++;
    if (depth === s) overlapAtShort = overlap;
    sum += (overlap / depth) * p ** depth;
    // Past the end of the short one, its agreement there is taken to go on.
    if (depth > s) sum += ((overlapAtShort * (depth - s)) / (s * depth)) * p ** depth;
  }
  const agreementAtEnd = (overlap - overlapAtShort) / l + overlapAtShort / s;
  return ((1 - p) / p) * sum + agreementAtEnd * p ** l;
}
