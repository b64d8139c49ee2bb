import uPlot from "uplot";
import type { AxisScale, Series } from "../../../verdict/result";
import { type AxisUnit, axisTitle, comesWhole, startsAtZero } from "../../charts/axis-unit";
import { logTicks } from "../../charts/log-ticks";

export interface ChartSetting {
  series: Series;
  along: AxisUnit;
  up: AxisUnit;
  /** The current colour of a line, of the grid, of the text on the axes. */
  colourOf(what: number | "grid" | "text"): string;
  syncKey: string;
  hooks: uPlot.Hooks.Arrays;
  reset(): void;
}

/** As uPlot numbers them. */
const DISTRIBUTIONS = { linear: 1, log: 3 } as const satisfies Record<AxisScale, number>;
const FONT = "12px system-ui, sans-serif";
/** Between ticks: 1, 2, 5, 10 and so on, as far as anything is counted. */
const WHOLE_STEPS = Array.from({ length: 16 }, (_, power) =>
  [1, 2, 5].map((step) => step * 10 ** power),
).flat();
/** Room above the largest value. */
const HEADROOM = 1.08;

/** How uPlot draws a chart. Values are in the units of the axes already; its x range is set from outside. */
export function chartOptions(setting: ChartSetting): Omit<uPlot.Options, "width" | "height"> {
  const { series, along, up, hooks } = setting;
  const scale = { x: "linear", y: "linear", ...series.scale } as const;
  // A curve has points between those that were measured.
  const counted = series.lines.filter(({ style }) => style === "points");
  const points = (counted.length > 0 ? counted : series.lines).flatMap(({ points }) => points);
  const whole = (unit: Series["x"]["unit"], place: 0 | 1) =>
    comesWhole(
      unit,
      points.map((point) => point[place]),
    )
      ? { incrs: WHOLE_STEPS }
      : {};
  return {
    legend: { show: false },
    // To the right as half of the last label on the axis.
    padding: [10, 24, 0, 0],
    scales: {
      x: { time: false, distr: DISTRIBUTIONS[scale.x], range: (_, min, max) => [min, max] },
      y: { distr: DISTRIBUTIONS[scale.y], ...(scale.y === "log" ? {} : { range: yRange(series) }) },
    },
    axes: [
      {
        ...axis(setting, axisTitle(series.x.title, along), scale.x),
        ...whole(series.x.unit, 0),
        size: 28,
        space: 60,
      },
      {
        ...axis(setting, axisTitle(series.y.title, up), scale.y),
        ...whole(series.y.unit, 1),
        size: axisWidth,
        space: 32,
      },
    ],
    series: [{}, ...series.lines.map((_, index) => lineOptions(setting, index))],
    cursor: {
      y: false,
      drag: { x: true, y: false, setScale: false },
      bind: {
        dblclick: () => () => {
          setting.reset();
          return null;
        },
      },
      sync: {
        key: setting.syncKey,
        scales: ["x", null],
        // The cursor goes along; a zoom is passed on by the panel, exactly.
        filters: { pub: (type) => type === "mousemove" || type === "mouseleave" },
      },
      // A limit is the same everywhere: no point of it is under the cursor.
      points: { size: (_, index) => (series.lines[index - 1]?.style === "limit" ? 0 : 8) },
    },
    hooks,
  };
}

function yRange(series: Series): uPlot.Scale.Range {
  return (_, low, high) => {
    if (low === null || high === null) return [0, 1];
    if (startsAtZero(series) && low >= 0) return [0, high * HEADROOM || 1];
    const room = (high - low || Math.abs(high) || 1) * (HEADROOM - 1);
    return [low - room, high + room];
  };
}

function axis({ colourOf }: ChartSetting, label: string, scale: AxisScale): uPlot.Axis {
  const line = { stroke: () => colourOf("grid"), width: 1 };
  return {
    label,
    labelFont: FONT,
    labelSize: 20,
    labelGap: 2,
    font: FONT,
    stroke: () => colourOf("text"),
    grid: line,
    ticks: { ...line, size: 5 },
    ...(scale === "log"
      ? {
          splits: (_: uPlot, __: number, min: number, max: number) => logTicks(min, max),
          filter: (_: uPlot, splits: number[]) => splits,
        }
      : {}),
  };
}

/** As wide as the longest number on it. */
function axisWidth(chart: uPlot, values: string[] | null): number {
  const longest = (values ?? []).reduce(
    (most, text) => (text?.length > most.length ? text : most),
    "",
  );
  chart.ctx.save();
  chart.ctx.font = FONT;
  const width = chart.ctx.measureText(longest).width;
  chart.ctx.restore();
  return Math.ceil(width) + 14;
}

function lineOptions({ series, colourOf }: ChartSetting, index: number): uPlot.Series {
  const { name, style } = series.lines[index] as Series["lines"][number];
  const stroke = () => colourOf(index);
  const common = { label: name, stroke, width: 2, spanGaps: false, pxAlign: 0 };
  if (style === "limit") return { ...common, width: 1.5, dash: [6, 5], points: { show: false } };
  if (style === "points") {
    return { ...common, paths: () => null, points: { show: true, size: 7, fill: stroke } };
  }
  if (style === "step") {
    const stepped = uPlot.paths.stepped?.({ align: 1 });
    return { ...common, ...(stepped ? { paths: stepped } : {}), points: { show: false } };
  }
  // The points of a curve that was fitted to others are none that were measured.
  const fitted = series.lines.some((line) => line.style === "points");
  return { ...common, points: fitted ? { show: false } : { size: 5, fill: stroke } };
}
