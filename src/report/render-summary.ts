import type { Check, EndpointSummary, GateResult } from "../verdict/result";
import { checkTable } from "./check-table";
import { codeSpan, escapeMarkdown } from "./escape-markdown";
import { fitBudget } from "./fit-budget";
import { foldProblems, listProblems } from "./list-problems";
import { chartSections } from "./markdown-charts";
import { contextLine, details, heading, reproduction, suiteTable } from "./markdown-parts";
import { type ProblemDetail, problemList } from "./markdown-problem";
import { definitionsFor } from "./measure-definitions";
import { publicUrl } from "./public-url";

export interface SummaryOptions {
  /** Most bytes of UTF-8. GitHub drops a summary over 1 MiB a step, and says nothing. */
  budget?: number;
}

export const SUMMARY_BUDGET = 1_000_000;

/**
 * The job summary: everything that the comment says, then every check. It never exceeds its budget:
 * evidence goes first, then the charts and the rows that passed, then the tables of checks and all but
 * a few problems.
 */
export function renderSummary(result: GateResult, options: SummaryOptions = {}): string {
  const { budget = SUMMARY_BUDGET } = options;
  const text = fitBudget(LEVELS, (level) => compose(result, level), byteLength, budget);
  return text ?? `${heading({ ...result, reason: "the report is too long to show" })}\n`;
}

interface SummaryDetail extends ProblemDetail {
  charts: boolean;
  rows: "all" | "not passed" | "none";
  leftOut: string | null;
}

const FULL: SummaryDetail = {
  problems: 200,
  evidence: 3,
  evidenceLength: 4000,
  charts: true,
  rows: "all",
  leftOut: null,
};

const LEVELS: readonly SummaryDetail[] = [
  FULL,
  { ...FULL, evidence: 1, evidenceLength: 500, leftOut: "most evidence" },
  { ...FULL, evidence: 0, leftOut: "evidence" },
  { ...FULL, evidence: 0, charts: false, leftOut: "evidence, charts" },
  {
    ...FULL,
    evidence: 0,
    charts: false,
    rows: "not passed",
    leftOut: "evidence, charts, checks that passed",
  },
  {
    problems: 10,
    evidence: 0,
    evidenceLength: 0,
    charts: false,
    rows: "none",
    leftOut: "evidence, charts, all but ten problems, the tables of checks",
  },
];

const ROWS: Record<SummaryDetail["rows"], (check: Check) => boolean> = {
  all: () => true,
  "not passed": ({ verdict }) => verdict !== "pass",
  none: () => false,
};

function compose(result: GateResult, detail: SummaryDetail): string {
  const problems = foldProblems(listProblems(result));
  return [
    heading(result),
    contextLine(result),
    endpointLines(result).join("\n"),
    detail.leftOut === null ? "" : `Left out for length: ${detail.leftOut}. See \`result.json\`.`,
    suiteTable(result.suites),
    problems.length === 0 ? "" : `#### What needs attention\n\n${problemList(problems, detail)}`,
    ...(detail.charts ? chartSections(result) : []),
    ...result.suites.map((suite) => checkTable(suite, ROWS[detail.rows])),
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

function definitions(result: GateResult): string {
  const lines = definitionsFor(result);
  if (lines.length === 0) return "";
  return details("What the measures mean", lines.map((line) => `- ${line}`).join("\n"));
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
