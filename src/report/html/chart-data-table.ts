import type { Series } from "../../verdict/result";
import { formatAlong, mergingSentence } from "../charts/describe-chart";
import { tabulate } from "../charts/tabulate";
import { formatMeasure } from "../format-measure";
import { visibleLine } from "../visible-text";
import { type Html, html } from "./html";

const MOST_ROWS = 60;

/** The numbers of a chart, folded: for readers without a script, and for those who do not see it. */
export function chartDataTable(series: Series): Html {
  const table = tabulate(series, MOST_ROWS);
  const note = mergingSentence(table, series);
  const names = [series.x.title, ...table.lines.map(({ name }) => name)];
  const rows = table.xs.map((x, row) => [
    formatAlong(x, series.x.unit),
    ...table.lines.map(({ values }) => formatMeasure(values[row] ?? null, series.y.unit)),
  ]);
  return html`<details class="numbers"><summary>Numbers</summary>
${
  note === ""
    ? null
    : html`<p>${note}</p>
`
}<div class="scroll" tabindex="0" role="region" aria-label="Numbers"><table>
<thead><tr>${names.map((name) => html`<th scope="col">${visibleLine(name, 80)}</th>`)}</tr></thead>
<tbody>
${rows.map(
  (cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`,
)}</tbody>
</table></div>
</details>`;
}
