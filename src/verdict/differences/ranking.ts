import type { OutputValue } from "../../protocols/types";
import { kendallTau } from "../../stats/ranks/kendall-tau";
import { rankBiasedOverlap } from "../../stats/ranks/rank-biased-overlap";
import { asWhole, type CompareRules, type Comparer } from "./comparer";
import { instead } from "./show-value";
import { namesByScore } from "./top-k";
import { isNumbers } from "./values";

/** τ takes time in the square of the items. */
const MOST_RANKED = 1000;

/** Two rankings, from the best on: rank-biased overlap, whose weight is at the top, or Kendall's τ-b. */
export const RANKING: Comparer = {
  takes: "names from the best on, each once, or scores of names",
  isFit: (value, rules) => toRanking(value, rules) !== null,
  compare(expected, actual, rules) {
    const { by, min, p } = rules.ranking;
    const [wanted, got] = [
      toRanking(expected, rules) as string[],
      toRanking(actual, rules) as string[],
    ];
    const similarity = by === "rbo" ? rankBiasedOverlap(wanted, got, p) : tauOf(wanted, got);
    const name = by === "rbo" ? "rank-biased overlap" : "Kendall's τ";
    const text = () =>
      `${name} of ${similarity.toPrecision(3)}, at least ${min} must be: ${instead(wanted, got)}`;
    return asWhole(similarity >= min, { text, size: 1 - similarity }, 1 - similarity);
  },
};

/** Numbers without names are ids here; by score only where they have names. */
function toRanking(value: OutputValue, rules: CompareRules): string[] | null {
  if (!isNumbers(value)) return namesByScore(value, rules);
  return new Set(value).size === value.length ? value.map(String) : null;
}

/** What only one of them holds is last in the other, all of that together. */
function tauOf(wanted: readonly string[], got: readonly string[]): number {
  const [first, second] = [wanted.slice(0, MOST_RANKED), got.slice(0, MOST_RANKED)];
  const items = [...new Set([...first, ...second])];
  if (items.length < 2) return first.join() === second.join() ? 1 : 0;
  const ranks = (ranking: readonly string[]) => {
    const places = new Map(ranking.map((name, place) => [name, place]));
    return items.map((name) => places.get(name) ?? ranking.length);
  };
  const { tau } = kendallTau(ranks(first), ranks(second));
  return Number.isNaN(tau) ? 0 : tau;
}
