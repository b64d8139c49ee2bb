import type { SeriesLine } from "../../verdict/result";

type Point = readonly [number, number | null];

export interface AlignedLines {
  xs: number[];
  /** A list a line: null is a gap, undefined a place that only other lines have. */
  ys: (number | null | undefined)[][];
}

/**
 * Lines with points of their own over one common list of x, as chart libraries want them. An x that a
 * line has several times, as repeated measurements have, stands there as often. `gaps` breaks a joined
 * line where points are missing, as in seconds without a right answer.
 */
export function alignLines(lines: readonly SeriesLine[], gaps: boolean): AlignedLines {
  const drawn = lines.map(({ points, style }): readonly Point[] =>
    gaps && (style ?? "line") === "line" ? breakAtGaps(points) : points,
  );
  const times = new Map<number, number>();
  for (const points of drawn) {
    for (const [x, count] of countByX(points)) {
      times.set(x, Math.max(times.get(x) ?? 0, count));
    }
  }
  const xs = [...times]
    .sort(([a], [b]) => a - b)
    .flatMap(([x, count]) => Array<number>(count).fill(x));
  return { xs, ys: drawn.map((points) => spread(points, xs)) };
}

function countByX(points: readonly Point[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const [x] of points) counts.set(x, (counts.get(x) ?? 0) + 1);
  return counts;
}

function spread(points: readonly Point[], xs: readonly number[]): AlignedLines["ys"][number] {
  let next = 0;
  return xs.map((x) => {
    const point = points[next];
    if (point?.[0] !== x) return undefined;
    next++;
    return point[1];
  });
}

/** A gap in the middle of each step that is more than one and a half times the usual one. */
function breakAtGaps(points: readonly Point[]): Point[] {
  const steps = points.slice(1).map(([x], index) => x - (points[index] as Point)[0]);
  const usual = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
  return points.flatMap((point, index): Point[] => {
    const step = steps[index - 1] ?? 0;
    return step > 1.5 * usual ? [[point[0] - step / 2, null], point] : [point];
  });
}
