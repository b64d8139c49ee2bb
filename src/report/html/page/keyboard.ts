import type { Chart } from "./chart";
import { type Panel, ZOOM } from "./panel";

type Action = (panel: Panel, chart: Chart, shift: boolean) => void;

const SLIDE = 0.25;

const KEYS: Record<string, Action> = {
  ArrowLeft: arrow(-1),
  ArrowRight: arrow(1),
  "+": (panel) => panel.zoom(ZOOM),
  // The plus of many keyboards without the shift.
  "=": (panel) => panel.zoom(ZOOM),
  "-": (panel) => panel.zoom(1 / ZOOM),
  "0": (panel) => panel.reset(),
  Escape: (panel) => panel.hideCursor(),
};

/** Whatever the mouse can do to a chart, while it has the focus. */
export function listenToKeys(panel: Panel, chart: Chart): void {
  chart.plot.addEventListener("keydown", (event) => {
    const foreign = event.ctrlKey || event.metaKey || event.altKey;
    const act = foreign ? undefined : KEYS[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act(panel, chart, event.shiftKey);
  });
}

function arrow(direction: 1 | -1): Action {
  return (panel, chart, shift) =>
    shift ? panel.slide(direction * SLIDE) : panel.step(chart, direction);
}
