import type { OutputValue } from "../../protocols/types";
import { jaccard } from "../../stats/distance/jaccard";
import { asWhole, type CompareRules, type Comparer } from "./comparer";
import { instead } from "./show-value";
import { isNamedScores, isNumbers, isText, readScoredLabels } from "./values";

/** The first k by score: how many they have in common (Jaccard), and whether those stand in one order. */
export const TOP_K: Comparer = {
  takes: "scores of names, or names from the best on",
  isFit: (value, rules) => namesByScore(value, rules) !== null,
  compare(expected, actual, rules) {
    const { k, jaccard: least, order } = rules.topK;
    const top = (value: OutputValue) => (namesByScore(value, rules) as string[]).slice(0, k);
    const [wanted, got] = [top(expected), top(actual)];
    const similarity = jaccard(wanted, got);
    const moved = order && !sameOrder(wanted, got);
    const text = () =>
      similarity < least
        ? `the first ${k} have a Jaccard similarity of ${similarity.toPrecision(3)}, at least ${least} must be: ${instead(wanted, got)}`
        : `the first ${k} in another order: ${instead(wanted, got)}`;
    const size = Math.max(1 - similarity, moved ? 1 / (k + 1) : 0);
    return asWhole(similarity >= least && !moved, { text, size }, 1 - similarity);
  },
};

/** The names from the best on; null where there are no scores and no names. */
export function namesByScore(
  value: OutputValue,
  { classes }: Pick<CompareRules, "classes">,
): string[] | null {
  if (Array.isArray(value) && value.length > 0 && value.every(isText)) {
    return new Set(value).size === value.length ? value : null;
  }
  const scored = readScores(value, classes);
  if (scored === null || scored.some(([, score]) => Number.isNaN(score))) return null;
  if (new Set(scored.map(([name]) => name)).size < scored.length) return null;
  return scored.sort((a, b) => b[1] - a[1]).map(([name]) => name);
}

function readScores(
  value: OutputValue,
  classes: readonly string[] | null,
): [name: string, score: number][] | null {
  if (isNumbers(value)) {
    const names = classes?.length === value.length ? classes : null;
    return value.map((score, place) => [names?.[place] ?? String(place), score]);
  }
  return isNamedScores(value) ? Object.entries(value) : readScoredLabels(value);
}

/** Of what both have. */
function sameOrder(wanted: readonly string[], got: readonly string[]): boolean {
  const common = wanted.filter((name) => got.includes(name));
  return got.filter((name) => common.includes(name)).every((name, place) => name === common[place]);
}
