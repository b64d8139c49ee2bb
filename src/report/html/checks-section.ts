import type { Check, GateResult } from "../../verdict/result";
import { describeMeasure } from "../describe-measure";
import { keepTogether } from "../markdown-table";
import { visibleLine } from "../visible-text";
import { badge } from "./badge";
import { evidenceOf } from "./evidence";
import { type Content, type Html, html } from "./html";
import { prose } from "./prose";
import { cardTable, type HtmlColumn, type HtmlRow } from "./table";

const COLUMNS: readonly HtmlColumn[] = [
  { title: "Result" },
  { title: "Check" },
  { title: "Observed", numeric: true },
  { title: "Limit", numeric: true },
  { title: "Baseline", numeric: true },
  { title: "n", numeric: true },
  { title: "What was found" },
];

/** Every check. The page's script puts filters above the table, by verdict, suite and text. */
export function checksSection({ suites }: GateResult): Html {
  const rows = suites.flatMap(({ name, checks }) => checks.map((check) => rowOf(name, check)));
  return html`<section id="checks">
<h2>Checks</h2>
${rows.length === 0 ? html`<p>Nothing was checked.</p>` : cardTable("All checks", COLUMNS, rows)}
</section>`;
}

function rowOf(suite: string, check: Check): HtmlRow {
  const { observed, limit, baseline, change, n } = describeMeasure(check);
  return {
    data: { suite, verdict: check.verdict },
    cells: [
      badge(check.verdict),
      html`<span class="title">${line(check.title)}</span><br><code>${line(check.id)}</code>`,
      number(observed),
      number(limit),
      number(change === "–" ? baseline : `${baseline} (${change})`),
      number(n),
      found(check),
    ],
  };
}

function found(check: Check): Content {
  const hint = check.hint === null ? null : html`<p class="hint">→ ${prose(check.hint)}</p>`;
  const evidence = evidenceOf(check);
  return [html`<p>${prose(check.message)}</p>`, hint, evidence];
}

function number(text: string): string {
  return text === "–" ? "" : keepTogether(line(text));
}

function line(text: string): string {
  return visibleLine(text, 300);
}
