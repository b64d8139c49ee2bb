import uPlot from "uplot";
import type { Series } from "../../../verdict/result";
import { alignLines } from "../../charts/align-lines";
import { type AxisUnit, axisUnit } from "../../charts/axis-unit";
import { chartOptions } from "./chart-options";
import { element } from "./element";
import { createLegend, type Legend, type Reading } from "./legend";
import { onThemeChange } from "./theme";
import type { Range } from "./x-range";

/** One drawn chart. All x and y here are in the units of the series. */
export interface Chart {
  series: Series;
  /** Takes the focus, for the keyboard. */
  plot: HTMLElement;
  showRange(range: Range): void;
  /** Null hides the cursor. */
  moveCursor(x: number | null): void;
  /** Each x of its points, ascending. */
  places: readonly number[];
  reading(): Reading | null;
}

/** What a chart shares with the others of its panel, and what it asks of it. */
export interface ChartPanel {
  syncKey: string;
  along: AxisUnit;
  onSelect(range: Range): void;
  onReset(): void;
}

const HEIGHT = 240;

/** Draws it into the figure: legend and plot after the heading, before the numbers. */
export function createChart(figure: HTMLElement, series: Series, panel: ChartPanel): Chart {
  const { along } = panel;
  const { xs, ys } = alignLines(series.lines, series.x.unit === "s");
  const up = axisUnit(series.y.unit, largest(ys.flat()));
  const legend: Legend = createLegend(series, (line, show) => drawn.setSeries(line + 1, { show }));
  const plot = element("div", {
    class: "plot",
    tabindex: "0",
    role: "group",
    "aria-label": `Chart: ${series.title}. Arrow keys move the cursor, plus and minus zoom, 0 resets.`,
  });
  figure.querySelector("figcaption")?.append(legend.place);
  figure.querySelector(".head")?.after(legend.root, plot);

  const reading = (): Reading | null => {
    const { idx, idxs } = drawn.cursor;
    const x = typeof idx === "number" ? xs[idx] : undefined;
    if (x === undefined) return null;
    return { x, values: ys.map((line, index) => line[idxs?.[index + 1] ?? -1] ?? null) };
  };
  const options = chartOptions({
    series,
    along,
    up,
    syncKey: panel.syncKey,
    colourOf: (what) =>
      typeof what === "number"
        ? getComputedStyle(legend.swatches[what] ?? plot).color
        : getComputedStyle(plot)[what === "grid" ? "borderTopColor" : "color"],
    hooks: {
      setCursor: [() => legend.show(reading())],
      setSelect: [
        ({ select: { left, width } }) => {
          if (width === 0) return;
          const at = (position: number) => drawn.posToVal(position, "x") / along.factor;
          drawn.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
          panel.onSelect({ min: at(left), max: at(left + width) });
        },
      ],
    },
    reset: panel.onReset,
  });
  const scaled = (values: readonly (number | null | undefined)[], factor: number) =>
    values.map((value) => (typeof value === "number" ? value * factor : value));
  const data = [scaled(xs, along.factor), ...ys.map((line) => scaled(line, up.factor))];
  const size = () => ({ width: plot.clientWidth, height: HEIGHT });
  const drawn = new uPlot({ ...options, ...size() }, data as uPlot.AlignedData, plot);
  new ResizeObserver(() => drawn.setSize(size())).observe(plot);
  onThemeChange(() => drawn.redraw(false));

  return {
    series,
    plot,
    places: [...new Set(xs.filter((_, index) => ys.some((line) => line[index] != null)))],
    reading,
    showRange({ min, max }) {
      drawn.setScale("x", { min: min * along.factor, max: max * along.factor });
    },
    moveCursor(x) {
      const left = x === null ? -10 : drawn.valToPos(x * along.factor, "x");
      drawn.setCursor({ left, top: x === null ? -10 : drawn.over.clientHeight / 2 });
    },
  };
}

function largest(values: readonly (number | null | undefined)[]): number {
  return values.reduce<number>((most, value) => Math.max(most, Math.abs(value ?? 0)), 0);
}
