import type { Series } from "../verdict/result";

type Line = Series["lines"][number];
type Point = Line["points"][number];

/** A limit, drawn as far as the line that it is held against. */
export function limitLine(name: string, along: readonly Point[], limit: number): Line {
  const [first, last] = [along[0], along.at(-1)];
  const points: Point[] =
    first && last
      ? [
          [first[0], limit],
          [last[0], limit],
        ]
      : [];
  return { name, style: "limit", points };
}
