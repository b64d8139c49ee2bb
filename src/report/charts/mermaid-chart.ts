import type { LineStyle, Series } from "../../verdict/result";
import { escapeMarkdown } from "../escape-markdown";
import { visibleLine } from "../visible-text";
import { type AxisUnit, axisTitle, axisUnit, startsAtZero } from "./axis-unit";
import { mergingSentence } from "./describe-chart";
import { largestOf, smallestOf } from "./extremes";
import { type ChartTable, tabulate } from "./tabulate";

/**
 * A chart as Markdown: heading, a Mermaid `xychart-beta`, and a legend beneath, since what GitHub draws
 * has none before Mermaid 11.17. Null where it cannot be drawn without making something up.
 *
 * Such a chart knows neither gaps nor logarithms: rows are merged until none is empty, and where x is
 * not time its values stand side by side as categories, unless they are many at equal distances.
 */
export function mermaidChart(series: Series): string | null {
  const { drawn, leftOut } = chooseLines(series);
  const table = wholeTable({ ...series, lines: drawn });
  if (table === null) return null;
  const marks = assignMarks(table.lines.map(({ style }) => style));
  const legend = table.lines.map(({ name }, index) => `${marks[index]?.emoji} ${short(name)}`);
  const notes = [
    mergingSentence(table, series),
    leftOut.length === 0 ? "" : `Not drawn here: ${leftOut.map(short).join(", ")}.`,
  ];
  return [
    `**${short(series.title)}**`,
    ["```mermaid", directive(marks), ...xychart(series, table), "```"].join("\n"),
    [legend.join(" · "), ...notes.filter((note) => note !== "")].join("\\\n"),
  ].join("\n\n");
}

const MOST_LINES = 3;
const MOST_POINTS = 30;
/** More categories than these, and their labels run into each other. */
const MOST_LABELS = 16;
const NAME_LIMIT = 60;

interface Mark {
  emoji: string;
  colour: string;
}

const LIMIT_MARK: Mark = { emoji: "🟥", colour: "#d1242f" };
/** Of the colour of their emoji, and to be seen on white and on black. */
const MARKS: readonly Mark[] = [
  { emoji: "🟦", colour: "#2f81f7" },
  { emoji: "🟧", colour: "#e8710a" },
  { emoji: "🟪", colour: "#a05bd6" },
];

/** A limit first, since it is what the others are looked at for; then the lines in their order. */
function chooseLines({ lines }: Series) {
  const used = lines.filter(({ points }) => points.length > 0);
  const limits = used.filter(({ style }) => style === "limit").slice(0, 1);
  const others = used.filter(({ style }) => style !== "limit");
  const chosen = new Set([...limits, ...others.slice(0, MOST_LINES - limits.length)]);
  return {
    drawn: used.filter((line) => chosen.has(line)),
    leftOut: used.filter((line) => !chosen.has(line)).map(({ name }) => name),
  };
}

/** As many rows as leave no value out, two at least. */
function wholeTable(series: Series): ChartTable | null {
  if (series.lines.every(({ style }) => style === "limit")) return null;
  for (let most = MOST_POINTS; most >= 2; most--) {
    const table = tabulate(series, most, series.x.unit === "s");
    const values = table.lines.flatMap((line) => line.values);
    if (table.xs.length < 2 || values.some(tooLarge)) return null;
    if (!values.includes(null)) return table;
  }
  return null;
}

/** What would be written with an exponent, which the grammar does not know. */
function tooLarge(value: number | null): boolean {
  return value !== null && Math.abs(value) >= 1e15;
}

function assignMarks(styles: readonly LineStyle[]): Mark[] {
  const free = [...MARKS];
  return styles.map((style) => (style === "limit" ? LIMIT_MARK : (free.shift() ?? LIMIT_MARK)));
}

/** Low, since a summary has many; the colours are those of the legend. */
function directive(marks: readonly Mark[]): string {
  const plotColorPalette = marks.map(({ colour }) => colour).join(", ");
  const settings = {
    xyChart: { width: 800, height: 280 },
    themeVariables: { xyChart: { plotColorPalette } },
  };
  return `%%{init: ${JSON.stringify(settings)}}%%`;
}

function xychart(series: Series, { xs, lines }: ChartTable): string[] {
  const values = lines.flatMap((line) => line.values.filter((value) => value !== null));
  const along = axisUnit(series.x.unit, largestOf(xs.map(Math.abs)));
  const up = axisUnit(series.y.unit, largestOf(values.map(Math.abs)));
  // Bars tell what was measured from the curve that was fitted to it. They are lengths from zero.
  const fitted = lines.some(({ style }) => style === "line");
  const asBars = fitted && series.x.unit !== "s" && startsAtZero(series);
  return [
    "xychart-beta",
    `  x-axis ${quoted(axisTitle(series.x.title, along))} ${xRange(series, xs, along)}`,
    `  y-axis ${quoted(axisTitle(series.y.title, up))} ${yRange(series, values, up)}`,
    ...lines.map(({ name, style, values: own }) => {
      const kind = style === "points" && asBars ? "bar" : "line";
      return `  ${kind} ${quoted(name)} ${list(own, up)}`;
    }),
  ];
}

function xRange({ x }: Series, xs: readonly number[], unit: AxisUnit): string {
  if (x.unit !== "s" && !(xs.length > MOST_LABELS && areEven(xs))) return list(xs, unit);
  return `${decimal((xs[0] as number) * unit.factor)} --> ${decimal((xs.at(-1) as number) * unit.factor)}`;
}

/** At equal distances, but for what rounding makes of them. */
function areEven(xs: readonly number[]): boolean {
  const step = ((xs.at(-1) as number) - (xs[0] as number)) / (xs.length - 1);
  return xs.every((x, i) => Math.abs(x - ((xs[0] as number) + i * step)) < step / 1000);
}

function yRange(series: Series, values: readonly number[], { factor }: AxisUnit): string {
  const low = smallestOf(values) * factor;
  const high = largestOf(values) * factor;
  const margin = (high - low || Math.abs(high) || 1) * 0.05;
  const from = startsAtZero(series) ? Math.min(low, 0) : low - margin;
  return `${decimal(from)} --> ${decimal(high + margin)}`;
}

function list(values: readonly (number | null)[], { factor }: AxisUnit): string {
  return `[${values.map((value) => decimal((value ?? 0) * factor)).join(", ")}]`;
}

/** Four digits, more than such a chart shows, and never an exponent. */
function decimal(value: number): string {
  const size = Math.abs(value);
  const decimals = size === 0 ? 0 : Math.min(Math.max(3 - Math.floor(Math.log10(size)), 0), 12);
  const text = value.toFixed(decimals);
  const bare = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  return bare === "-0" ? "0" : bare;
}

/** In a string of Mermaid's nothing can be escaped: what it, a directive or a fence could take goes. */
function quoted(text: string): string {
  const safe = visibleLine(text, NAME_LIMIT).replace(/[^\p{L}\p{N} .,/()%≤≥×+-]/gu, " ");
  return `"${safe.replace(/%(?=%)/g, "").trim() || "-"}"`;
}

function short(text: string): string {
  return escapeMarkdown(text, NAME_LIMIT) || "–";
}
