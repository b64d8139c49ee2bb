/**
 * Optimal string alignment distance (Damerau–Levenshtein where no part is edited twice): insertions,
 * deletions, substitutions and swaps of neighbours, each counted one.
 */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(
        (last[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (last[j - 1] as number) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (beforeLast[j - 2] as number) + 1);
      }
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] as number;
}

/** Names longer than this are no slips of the pen, and the distance costs their product. */
const LONGEST = 80;

/**
 * The valid name that was most likely meant: one that differs in at most a third of its characters, or
 * that continues the given name (`f1` for `f1.macro`). Null where none is close.
 */
export function nearestName(name: string, valid: readonly string[]): string | null {
  if (name === "" || name.length > LONGEST) return null;
  const given = fold(name);
  let nearest: string | null = null;
  let smallest = Number.POSITIVE_INFINITY;
  for (const candidate of valid) {
    const folded = fold(candidate);
    const distance = folded.startsWith(`${given}.`) ? 1 : editDistance(given, folded);
    const allowed = Math.max(1, Math.floor(Math.max(given.length, folded.length) / 3));
    if (distance <= allowed && distance < smallest) {
      nearest = candidate;
      smallest = distance;
    }
  }
  return nearest;
}

/** Case, and the hyphen for the underscore, are not what people get wrong on purpose. */
function fold(name: string): string {
  return name.toLowerCase().replaceAll("-", "_");
}
