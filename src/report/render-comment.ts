import type { GateResult } from "../verdict/result";
import { loadSparklines } from "./charts/load-sparklines";
import { escapeMarkdown } from "./escape-markdown";
import { fitBudget } from "./fit-budget";
import { foldProblems, listProblems } from "./list-problems";
import { contextLine, heading, reproduction, suiteTable } from "./markdown-parts";
import { type ProblemDetail, problemList } from "./markdown-problem";
import { OUTCOME_WORDS } from "./outcome-words";

export interface CommentOptions {
  /** Most characters, at least 200. GitHub takes 65,536 at most; its own count may differ from ours. */
  budget?: number;
  /** Where the whole report is to be seen. */
  runUrl?: string | null;
}

export const COMMENT_BUDGET = 60_000;

/**
 * The pull-request comment: verdict and reason, one row a suite, the load over time in a line, and only
 * what needs a person below.
 * It never exceeds its budget: evidence goes first, then the problems past the third, then all but
 * the table, then all but the verdict; it says what went.
 */
export function renderComment(result: GateResult, options: CommentOptions = {}): string {
  const { budget = COMMENT_BUDGET, runUrl = null } = options;
  const text = fitBudget(
    LEVELS,
    (level) => compose(result, level, runUrl),
    (comment) => comment.length,
    budget,
  );
  return text ?? verdictOnly(result);
}

interface CommentDetail extends ProblemDetail {
  sparklines: boolean;
  reproduction: boolean;
  leftOut: string | null;
}

const FULL: CommentDetail = {
  problems: 10,
  evidence: 1,
  evidenceLength: 1500,
  sparklines: true,
  reproduction: true,
  leftOut: null,
};

const LEVELS: readonly CommentDetail[] = [
  FULL,
  { ...FULL, evidenceLength: 300, leftOut: "most evidence" },
  { ...FULL, evidence: 0, leftOut: "evidence" },
  { ...FULL, evidence: 0, problems: 3, leftOut: "evidence, most problems" },
  {
    problems: 0,
    evidence: 0,
    evidenceLength: 0,
    sparklines: false,
    reproduction: false,
    leftOut: "all details",
  },
];

function compose(result: GateResult, detail: CommentDetail, runUrl: string | null): string {
  const problems = foldProblems(listProblems(result));
  return [
    heading(result),
    contextLine(result),
    suiteTable(result.suites),
    detail.sparklines ? loadSparklines(result) : "",
    problems.length === 0 ? "" : problemList(problems, detail),
    detail.reproduction ? reproduction(result) : "",
    footer(result, detail.leftOut, runUrl),
  ]
    .filter((section) => section !== "")
    .join("\n\n")
    .concat("\n");
}

function footer({ tool }: GateResult, leftOut: string | null, runUrl: string | null): string {
  const summary = isSafeLink(runUrl) ? `[job summary](${runUrl})` : "job summary";
  const omission = leftOut === null ? "" : `Left out for length: ${leftOut}. `;
  return `<sub>${omission}Every check is in the ${summary}. infergate ${escapeMarkdown(tool.version, 40)}</sub>`;
}

function verdictOnly({ verdict }: GateResult): string {
  const { emoji, headline } = OUTCOME_WORDS[verdict];
  return `### ${emoji} ${headline}\n\nThe report is too long for a comment. It is in the job summary.\n`;
}

function isSafeLink(url: string | null): url is string {
  return url !== null && /^https?:\/\/[\w./:%?=&-]+$/.test(url);
}
