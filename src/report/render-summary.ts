import type { Check, EndpointSummary, GateResult, SuiteResult } from "../verdict/result";
import { tally } from "./count-outcomes";
import { describeMeasure, type MeasureText } from "./describe-measure";
import { codeSpan, escapeMarkdown } from "./escape-markdown";
import { fitBudget } from "./fit-budget";
import { listProblems } from "./list-problems";
import { contextLine, details, heading, reproduction, suiteTable } from "./markdown-parts";
import { type ProblemDetail, problemList } from "./markdown-problem";
import { type Column, keepTogether, markdownTable } from "./markdown-table";
import { definitionsFor } from "./measure-definitions";
import { OUTCOME_WORDS, SUITE_TITLES } from "./outcome-words";
import { publicUrl } from "./public-url";

export interface SummaryOptions {
  /** Most bytes of UTF-8. GitHub drops a summary over 1 MiB a step, and says nothing. */
  budget?: number;
}

export const SUMMARY_BUDGET = 1_000_000;

/**
 * The job summary: everything that the comment says, then every check. It never exceeds its budget:
 * evidence goes first, then the rows that passed, then the tables of checks and all but a few problems.
 */
export function renderSummary(result: GateResult, options: SummaryOptions = {}): string {
  const { budget = SUMMARY_BUDGET } = options;
  const text = fitBudget(LEVELS, (level) => compose(result, level), byteLength, budget);
  return text ?? `${heading({ ...result, reason: "the report is too long to show" })}\n`;
}

interface SummaryDetail extends ProblemDetail {
  rows: "all" | "not passed" | "none";
  leftOut: string | null;
}

const LEVELS: readonly SummaryDetail[] = [
  { problems: 200, evidence: 3, evidenceLength: 4000, rows: "all", leftOut: null },
  { problems: 200, evidence: 1, evidenceLength: 500, rows: "all", leftOut: "most evidence" },
  { problems: 200, evidence: 0, evidenceLength: 0, rows: "all", leftOut: "evidence" },
  {
    problems: 200,
    evidence: 0,
    evidenceLength: 0,
    rows: "not passed",
    leftOut: "evidence, checks that passed",
  },
  {
    problems: 10,
    evidence: 0,
    evidenceLength: 0,
    rows: "none",
    leftOut: "evidence, all but ten problems, the tables of checks",
  },
];

function compose(result: GateResult, detail: SummaryDetail): string {
  const problems = listProblems(result);
  return [
    heading(result),
    contextLine(result),
    endpointLines(result).join("\n"),
    detail.leftOut === null ? "" : `Left out for length: ${detail.leftOut}. See \`result.json\`.`,
    suiteTable(result.suites),
    problems.length === 0 ? "" : `#### What needs attention\n\n${problemList(problems, detail)}`,
    ...(detail.rows === "none" ? [] : result.suites.map((suite) => checkTable(suite, detail.rows))),
    definitions(result),
    reproduction(result),
  ]
    .filter((section) => section !== "")
    .join("\n\n")
    .concat("\n");
}

function endpointLines({ endpoint, baseline }: GateResult): string[] {
  const named: [string, EndpointSummary | null][] = [
    ["Endpoint", endpoint],
    ["Baseline", baseline],
  ];
  return named.flatMap(([name, one]) => (one === null ? [] : [endpointLine(name, one)]));
}

function endpointLine(name: string, { url, protocol, model, version }: EndpointSummary): string {
  const parts = [
    codeSpan(publicUrl(url) ?? "(no address that can be shown)"),
    escapeMarkdown(protocol),
    model === null ? "" : `model ${escapeMarkdown(model)}`,
    version === null ? "" : `version ${escapeMarkdown(version)}`,
  ];
  return `- ${name}: ${parts.filter((part) => part !== "").join(" · ")}`;
}

interface CheckColumn extends Column {
  cell(check: Check, measure: MeasureText): string;
}

const COLUMNS: readonly CheckColumn[] = [
  { title: "", align: "left", cell: ({ verdict }) => OUTCOME_WORDS[verdict].emoji },
  { title: "Check", align: "left", cell: ({ id }) => escapeMarkdown(id) },
  { title: "Observed", align: "right", cell: (_, { observed }) => numbers(observed) },
  { title: "Limit", align: "right", cell: (_, { limit }) => numbers(limit) },
  { title: "Baseline", align: "right", cell: (_, { baseline }) => numbers(baseline) },
  { title: "vs base", align: "right", cell: (_, { change }) => numbers(change) },
  { title: "n", align: "right", cell: (_, { n }) => n },
  { title: "What was found", align: "left", cell: ({ message }) => escapeMarkdown(message) },
];

function numbers(text: string): string {
  return keepTogether(escapeMarkdown(text));
}

/** A column that would say nothing for any check of the suite is left out. */
function checkTable(suite: SuiteResult, rows: SummaryDetail["rows"]): string {
  const shown = suite.checks.filter(({ verdict }) => rows === "all" || verdict !== "pass");
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

function definitions(result: GateResult): string {
  const lines = definitionsFor(result);
  if (lines.length === 0) return "";
  return details("What the measures mean", lines.map((line) => `- ${line}`).join("\n"));
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
