import type { GateResult, Series, SeriesLine, Unit } from "../../verdict/result";
import { escapeMarkdown } from "../escape-markdown";
import { formatMeasure } from "../format-measure";
import { formatAlong } from "./describe-chart";
import { drawablePoints } from "./drawable-points";
import { largestOf, meanOf } from "./extremes";
import { groupSeries } from "./group-series";
import { sparkline } from "./sparkline";
import { tabulate } from "./tabulate";

/**
 * One line of Markdown on the first stage of the load suite that has charts over time: "Load:
 * performance, 20 s: p95 `▂▂▃█▂` up to 412 ms · requests/s `▇▇█▇` 20.1/s on average". "" without any.
 */
export function loadSparklines({ suites }: GateResult): string {
  const load = suites.filter(({ name }) => name === "load");
  for (const { title, panels } of groupSeries({ suites: load })) {
    const timed = panels.find(([first]) => first?.x.unit === "s")?.slice(0, MOST_LINES) ?? [];
    const parts = timed.map(describeLine);
    const shown = parts.filter((part) => part !== null);
    if (shown.length > 0) {
      const head = `${escapeMarkdown(title, NAME_LIMIT)}, ${duration(timed)}`;
      return `${head}: ${shown.join(" · ")}`;
    }
  }
  return "";
}

const MOST_LINES = 2;
const BARS = 20;
const LEAST_BARS = 3;
const NAME_LIMIT = 30;

function describeLine(series: Series): string | null {
  const line = tellingLine(series);
  if (line === null) return null;
  const table = tabulate({ ...series, lines: [line] }, BARS, true);
  const values = table.lines[0]?.values ?? [];
  if (values.length < LEAST_BARS) return null;
  const bars = `${escapeMarkdown(line.name, NAME_LIMIT)} \`${sparkline(values)}\``;
  return `${bars} ${extent(line, series.y.unit)}`;
}

/** The percentile that people ask for first, else the first line that is no limit. */
function tellingLine({ lines, scale }: Series): SeriesLine | null {
  const drawn = lines
    .filter(({ style }) => style !== "limit")
    .map((line) => ({ ...line, points: drawablePoints(line.points, scale) }))
    .filter(({ points }) => points.length > 0);
  return drawn.find(({ name }) => name === "p95") ?? drawn[0] ?? null;
}

function extent({ points }: SeriesLine, unit: Unit): string {
  const values = points.map(([, value]) => value);
  return unit === "per-second"
    ? `${formatMeasure(meanOf(values), unit)} on average`
    : `up to ${formatMeasure(largestOf(values), unit)}`;
}

/** From the first point to the end of the step that the last one stands for. */
function duration(panel: readonly Series[]): string {
  const xs = panel.flatMap(({ lines }) => lines.flatMap(({ points }) => points.map(([x]) => x)));
  const [first = 0, second = first, ...rest] = [...new Set(xs)].sort((a, b) => a - b);
  return formatAlong((rest.at(-1) ?? second) - first + (second - first), "s");
}
