import type { GateResult, Series } from "../../verdict/result";
import { type ChartGroup, groupSeries, type Panel } from "../charts/group-series";
import { visibleLine } from "../visible-text";
import { chartData } from "./chart-data";
import { chartDataTable } from "./chart-data-table";
import { embedJson } from "./embed-json";
import { type Content, type Html, html } from "./html";

/**
 * The charts of each stage. What is here works without a script: heading and numbers; the page's script
 * draws above them what the data say, one `figure[data-chart]` for each.
 */
export function chartsSection(result: GateResult): Content {
  const groups = groupSeries(result);
  if (groups.length === 0) return null;
  const all = groups.flatMap(({ panels }) => panels.flat());
  return html`<section id="charts">
<h2>Charts</h2>
${groups.map((group) => groupSection(group, (series) => all.indexOf(series)))}</section>
<script type="application/json" id="chart-data">${embedJson(all.map(chartData))}</script>`;
}

function groupSection({ title, panels }: ChartGroup, indexOf: (series: Series) => number): Html {
  return html`<section class="stage">
<h3>${visibleLine(title, 100)}</h3>
<div class="charts">
${panels.map((panel) => panelSection(panel, indexOf))}</div>
</section>
`;
}

function panelSection(panel: Panel, indexOf: (series: Series) => number): Html {
  return html`<div class="panel">
${panel.map(
  (series) => html`<figure data-chart="${indexOf(series)}">
<div class="head"><figcaption>${visibleLine(series.title, 200)}</figcaption></div>
${chartDataTable(series)}
</figure>
`,
)}</div>
`;
}
