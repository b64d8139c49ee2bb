import type { Difference } from "../../verdict/differences/compare-answers";

/** On how many inputs a path differed, by who differed there from the baseline's first answer. */
export interface PathCount {
  path: string;
  candidateOnly: number;
  baselineOnly: number;
  both: number;
}

/** A hostile server has a new key for each answer. */
const MOST_PATHS = 500;
const OTHER_PATHS = "(other paths)";

/** Counts by path over the inputs to which the baseline has answered twice. */
export class PathCounts {
  private readonly counts = new Map<string, PathCount>();
  /** Inputs seen. */
  n = 0;

  add(candidate: readonly Difference[], baseline: readonly Difference[]): void {
    this.n++;
    const [ours, own] = [pathsOf(candidate), pathsOf(baseline)];
    const counted = new Set<PathCount>();
    for (const path of new Set([...ours, ...own])) {
      const count = this.countOf(path);
      // Paths that share one count are one.
      if (counted.has(count)) continue;
      counted.add(count);
      if (ours.has(path) && own.has(path)) count.both++;
      else if (ours.has(path)) count.candidateOnly++;
      else count.baselineOnly++;
    }
  }

  all(): PathCount[] {
    return [...this.counts.values()];
  }

  private countOf(path: string): PathCount {
    const known = this.counts.size < MOST_PATHS || this.counts.has(path) ? path : OTHER_PATHS;
    const count = this.counts.get(known);
    if (count) return count;
    const fresh = { path: known, candidateOnly: 0, baselineOnly: 0, both: 0 };
    this.counts.set(known, fresh);
    return fresh;
  }
}

function pathsOf(differences: readonly Difference[]): Set<string> {
  return new Set(differences.map(({ path }) => path));
}
