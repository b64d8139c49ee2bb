import type { Check, SuiteResult } from "../verdict/result";
import { tally } from "./count-outcomes";
import { describeMeasure, type MeasureText } from "./describe-measure";
import { escapeMarkdown } from "./escape-markdown";
import { details } from "./markdown-parts";
import { type Column, keepTogether, markdownTable } from "./markdown-table";
import { OUTCOME_WORDS, SUITE_TITLES } from "./outcome-words";

interface CheckColumn extends Column {
  cell(check: Check, measure: MeasureText): string;
}

const COLUMNS: readonly CheckColumn[] = [
  { title: "Check", align: "left", cell: nameCell },
  { title: "Observed", align: "right", cell: (_, { observed }) => numbers(observed) },
  { title: "Limit", align: "right", cell: (_, { limit }) => numbers(limit) },
  { title: "Baseline", align: "right", cell: baselineCell },
  { title: "n", align: "right", cell: (_, { n }) => n },
  { title: "What was found", align: "left", cell: ({ message }) => escapeMarkdown(message) },
];

/**
 * The checks of a suite as a table to unfold. A column that would say nothing for any of them is left
 * out; "" where no check is wanted.
 */
export function checkTable(suite: SuiteResult, wanted: (check: Check) => boolean): string {
  const shown = suite.checks.filter(wanted);
  if (shown.length === 0) return "";
  const grid = shown.map((check) => {
    const measure = describeMeasure(check);
    return COLUMNS.map(({ cell }) => cell(check, measure));
  });
  const used = COLUMNS.map((_, column) => grid.some((cells) => cells[column] !== "–"));
  const table = markdownTable(
    COLUMNS.filter((_, column) => used[column]),
    grid.map((cells) => cells.filter((_, column) => used[column])),
  );
  const title = `${OUTCOME_WORDS[suite.verdict].emoji} ${SUITE_TITLES[suite.name]}: ${tally(suite)}`;
  return details(title, table);
}

/** The suite stands above the table. */
function nameCell({ id, verdict }: Check): string {
  const name = id.split("/").slice(1).join("/") || id;
  return `${OUTCOME_WORDS[verdict].emoji}\u00a0${escapeMarkdown(name)}`;
}

function baselineCell(_: Check, { baseline, change }: MeasureText): string {
  return numbers(change === "–" ? baseline : `${baseline} (${change})`);
}

/** An observed text, unlike a number, may be long and has to wrap. */
function numbers(text: string): string {
  const cell = escapeMarkdown(text);
  return text.length > 40 ? cell : keepTogether(cell);
}
