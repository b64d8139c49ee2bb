import type { Series } from "../../../verdict/result";
import { axisUnit } from "../../charts/axis-unit";
import { type Chart, createChart } from "./chart";
import { element } from "./element";
import { listenToKeys } from "./keyboard";
import { readAloud } from "./legend";
import { fullRange, type Range, shifted, within, zoomed } from "./x-range";
import { addZoomButtons } from "./zoom-buttons";

/** Charts over one x axis, which zoom and move their cursor together. */
export interface Panel {
  /** A factor over 1 shows less, around the cursor where it is seen. */
  zoom(factor: number): void;
  reset(): void;
  /** Sideways by a share of what is shown. */
  slide(share: number): void;
  /** The cursor to the next point of the chart, to the right or to the left. */
  step(chart: Chart, direction: 1 | -1): void;
  hideCursor(): void;
}

/** One step of buttons and keys. */
export const ZOOM = 2;
/** No further than to this part of the whole. */
const DEEPEST = 1e-3;

export function createPanel(
  root: HTMLElement,
  given: readonly { figure: HTMLElement; series: Series }[],
  syncKey: string,
): void {
  const scale = given[0]?.series.scale?.x ?? "linear";
  const full = fullRange(
    given.map(({ series }) => series),
    scale,
  );
  const along = axisUnit(given[0]?.series.x.unit ?? null, Math.max(-full.min, full.max));
  let shown = full;
  const panel: Panel = { zoom, reset, slide, step, hideCursor: () => moveCursors(null) };
  const spoken = element("p", { class: "unseen", "aria-live": "polite" });
  root.append(spoken);
  const charts = given.map(({ figure, series }) =>
    createChart(figure, series, { syncKey, along, onSelect: show, onReset: reset }),
  );
  const resets = given.map(({ figure }) => addZoomButtons(figure, panel));
  for (const chart of charts) listenToKeys(panel, chart);
  show(full);

  function show(range: Range): void {
    const next = within(full, range);
    if (next.max - next.min < (full.max - full.min) * DEEPEST) return;
    shown = next;
    for (const chart of charts) chart.showRange(shown);
    const whole = shown.min === full.min && shown.max === full.max;
    for (const button of resets) button.hidden = whole;
  }

  function reset(): void {
    show(full);
  }

  function zoom(factor: number): void {
    const cursor = charts.map((chart) => chart.reading()?.x).find((x) => x !== undefined);
    show(zoomed(scale, shown, isShown(cursor) ? cursor : null, factor));
  }

  function slide(share: number): void {
    show(shifted(scale, full, shown, share));
  }

  function step(chart: Chart, direction: 1 | -1): void {
    const places = chart.places.filter(isShown);
    const at = places.indexOf(chart.reading()?.x ?? Number.NaN);
    const first = direction === 1 ? places[0] : places.at(-1);
    const next = at === -1 ? first : places[at + direction];
    if (next === undefined) return;
    moveCursors(next);
    const reading = chart.reading();
    if (reading !== null) spoken.textContent = readAloud(chart.series, reading);
  }

  function moveCursors(x: number | null): void {
    for (const chart of charts) chart.moveCursor(x);
  }

  function isShown(x: number | undefined): x is number {
    return x !== undefined && x >= shown.min && x <= shown.max;
  }
}
