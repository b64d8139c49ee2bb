import type { GateResult, SuiteResult } from "../../verdict/result";
import { tally } from "../count-outcomes";
import { formatDuration } from "../format-duration";
import { keyMeasure } from "../key-measure";
import { keepTogether } from "../markdown-table";
import { SUITE_TITLES } from "../outcome-words";
import { visibleLine } from "../visible-text";
import { badge } from "./badge";
import { type Content, type Html, html } from "./html";
import { prose } from "./prose";
import { cardTable, type HtmlColumn } from "./table";

const COLUMNS: readonly HtmlColumn[] = [
  { title: "Suite" },
  { title: "Result" },
  { title: "Key measure" },
  { title: "Limit", numeric: true },
  { title: "vs base", numeric: true },
  { title: "Requests", numeric: true },
  { title: "Time", numeric: true },
];

/** One row a suite, those that did not run with the reason. */
export function suitesSection({ suites }: GateResult): Html {
  if (suites.length === 0) return html`<p>No suite ran.</p>`;
  const rows = suites.map((suite) => ({ cells: cellsOf(suite) }));
  return cardTable("The suites", COLUMNS, rows);
}

function cellsOf(suite: SuiteResult): Content[] {
  const { name, verdict, reason, requests, durationMs } = suite;
  const title = html`<strong>${SUITE_TITLES[name]}</strong>`;
  if (verdict === "skipped") {
    return [title, badge(verdict, "not run"), prose(reason), "", "", "", ""];
  }
  const key = keyMeasure(suite);
  return [
    title,
    badge(verdict, tally(suite)),
    key === null ? "" : visibleLine(`${key.name} ${key.observed}`, 200),
    number(key?.limit),
    number(key?.change),
    requests.toLocaleString("en-GB"),
    formatDuration(durationMs),
  ];
}

function number(text = "–"): string {
  return text === "–" ? "" : keepTogether(visibleLine(text, 200));
}
