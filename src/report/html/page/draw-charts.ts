import type { Series } from "../../../verdict/result";
import { createPanel } from "./panel";

/** Draws every chart above its numbers; those of one panel share cursor and zoom. */
export function drawCharts(): void {
  const data = document.getElementById("chart-data")?.textContent;
  if (!data) return;
  const all = JSON.parse(data) as Series[];
  document.querySelectorAll<HTMLElement>(".panel").forEach((panel, index) => {
    const figures = [...panel.querySelectorAll<HTMLElement>("figure[data-chart]")];
    const charts = figures.flatMap((figure) => {
      const series = all[Number(figure.dataset.chart)];
      return series === undefined || series.lines.length === 0 ? [] : [{ figure, series }];
    });
    if (charts.length > 0) createPanel(panel, charts, `panel-${index}`);
  });
}
