import { type Content, type Html, html } from "./html";

export interface HtmlColumn {
  title: string;
  /** Right-aligned, and its content is not broken. */
  numeric?: boolean;
}

export interface HtmlRow {
  cells: readonly Content[];
  /** What the page's filters look at. */
  data?: Readonly<Record<string, string>>;
}

/**
 * A table that a narrow screen shows as one card a row: each cell names its column, and those without
 * content are left out there.
 */
export function cardTable(
  caption: string,
  columns: readonly HtmlColumn[],
  rows: readonly HtmlRow[],
): Html {
  return html`<table class="cards">
<caption class="unseen">${caption}</caption>
<thead><tr>${columns.map(({ title, numeric }) => html`<th scope="col"${numeric ? NUMERIC : null}>${title}</th>`)}</tr></thead>
<tbody>
${rows.map(
  ({
    cells,
    data = {},
  }) => html`<tr${attributes(data)}>${cells.map((cell, index) => tableCell(cell, columns[index]))}</tr>
`,
)}</tbody>
</table>`;
}

const NUMERIC = html` class="number"`;

function tableCell(cell: Content, column: HtmlColumn | undefined): Html {
  const empty = cell === "" || cell === null;
  return html`<td data-label="${column?.title ?? ""}"${column?.numeric ? NUMERIC : null}${empty ? html` data-empty` : null}>${empty ? "–" : cell}</td>`;
}

function attributes(data: Readonly<Record<string, string>>): Content {
  return Object.entries(data).map(([name, value]) => html` data-${name}="${value}"`);
}
