import { button, element } from "./element";
import { type Panel, ZOOM } from "./panel";

/** At the head of a chart, for the whole panel. Returns the one that resets. */
export function addZoomButtons(figure: HTMLElement, panel: Panel): HTMLButtonElement {
  const reset = button("Reset zoom", panel.reset);
  const buttons = element(
    "div",
    { class: "zoom", role: "group", "aria-label": "Zoom" },
    reset,
    button("−", () => panel.zoom(1 / ZOOM), { "aria-label": "Zoom out", title: "Zoom out" }),
    button("+", () => panel.zoom(ZOOM), {
      "aria-label": "Zoom in",
      title: "Zoom in; or drag over the chart",
    }),
  );
  figure.querySelector(".head")?.append(buttons);
  return reset;
}
