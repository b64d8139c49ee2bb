import type { Series } from "../../verdict/result";
import { drawablePoints } from "../charts/drawable-points";
import { visibleLine } from "../visible-text";

const NAME_LIMIT = 80;

/** A chart as the page's script gets it: every text safe to look at, only points that can be drawn. */
export function chartData({ id, title, x, y, scale, lines }: Series): Series {
  return {
    id: clean(id),
    title: clean(title),
    x: { ...x, title: clean(x.title) },
    y: { ...y, title: clean(y.title) },
    ...(scale === undefined ? {} : { scale }),
    lines: lines
      .map((line) => ({
        ...line,
        name: clean(line.name),
        points: drawablePoints(line.points, scale),
      }))
      .filter(({ points }) => points.length > 0),
  };
}

function clean(text: string): string {
  return visibleLine(text, NAME_LIMIT);
}
