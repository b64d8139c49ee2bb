import type { GateResult } from "../verdict/result";
import { groupSeries } from "./charts/group-series";
import { mermaidChart } from "./charts/mermaid-chart";
import { escapeMarkdown } from "./escape-markdown";
import { details } from "./markdown-parts";

/** A page with more diagrams is slow to open; `report.html` has them all. */
const MOST_CHARTS = 20;

/** The charts of each stage, to unfold, as far as Mermaid can draw them. */
export function chartSections(result: GateResult): string[] {
  let room = MOST_CHARTS;
  return groupSeries(result).flatMap(({ title, panels }) => {
    const charts = panels.flat().map(mermaidChart);
    const shown = charts.filter((chart) => chart !== null).slice(0, room);
    room -= shown.length;
    if (shown.length === 0) return [];
    return [details(`📈 ${escapeMarkdown(title)}`, shown.join("\n\n"))];
  });
}
