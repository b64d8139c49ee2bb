import { NO_ANSWER, type ScoredRows } from "./scored-rows";

const SHOWN = 3;

/**
 * Which classes are taken for which, most often first: "25 of 136 rows are wrong: Chinstrap taken for
 * Adelie 23 times". Null where nothing is wrong, or nearly everything is a mistake of its own, as with
 * numbers.
 */
export function describeMistakes(
  { truth, labels }: ScoredRows,
  indices: readonly number[],
): string | null {
  const counts = new Map<string, number>();
  for (const index of indices) {
    const wanted = String(truth[index]);
    const got = labels[index] as string;
    if (wanted === got) continue;
    const mistake =
      got === NO_ANSWER ? `${wanted} without an answer` : `${wanted} taken for ${got}`;
    counts.set(mistake, (counts.get(mistake) ?? 0) + 1);
  }
  const wrong = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (wrong === 0) return null;
  const worst = [...counts].sort((a, b) => b[1] - a[1]).slice(0, SHOWN);
  return `${wrong} of ${indices.length} rows are wrong: ${worst.map(([mistake, count]) => `${mistake} ${count}×`).join(", ")}`;
}
