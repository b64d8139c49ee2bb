import type { Evidence } from "../verdict/result";
import { measureSentence } from "./describe-measure";
import { codeSpan, escapeMarkdown, escapeProse, fencedBlock } from "./escape-markdown";
import { type FoldedProblem, titleOf } from "./list-problems";
import { details } from "./markdown-parts";
import { OUTCOME_WORDS } from "./outcome-words";

export interface ProblemDetail {
  /** Most problems listed. */
  problems: number;
  /** Most exchanges shown with each, and most characters of each request and each response. */
  evidence: number;
  evidenceLength: number;
}

/** The problems as a list; a last line says how many more there are. */
export function problemList(problems: readonly FoldedProblem[], detail: ProblemDetail): string {
  const listed = problems.slice(0, detail.problems).map((problem) => item(problem, detail));
  const rest = problems.length - listed.length;
  const more =
    rest === 0 ? [] : [`- … and ${rest} more${listed.length === 0 ? " than fit here" : ""}.`];
  return [...listed, ...more].join("\n");
}

/** Messages are sentences of ours around hostile text that was cut before; they may be longer. */
const MESSAGE_LIMIT = 500;

function item(problem: FoldedProblem, { evidence, evidenceLength }: ProblemDetail): string {
  const { check, also } = problem;
  const { emoji } = OUTCOME_WORDS[check.verdict];
  const ids = [check.id, ...also].map((id) => codeSpan(id));
  const numbers = [escapeMarkdown(measureSentence(check), MESSAGE_LIMIT), ids.join(", ")];
  const lines = [
    `- ${emoji} **${escapeMarkdown(titleOf(problem))}**: ${escapeProse(check.message, MESSAGE_LIMIT)}`,
    ...(check.hint === null ? [] : [`→ ${escapeProse(check.hint, MESSAGE_LIMIT)}`]),
    `<sub>${numbers.filter((part) => part !== "").join(" · ")}</sub>`,
  ];
  const shown = check.evidence.slice(0, evidence).map((one) => exchange(one, evidenceLength));
  const block = shown.length === 0 ? "" : `\n\n${details("Evidence", shown.join("\n\n"))}\n`;
  return indented(`${lines.join("\\\n")}${block}`);
}

/** The lines after the first belong to the same item of the list. */
function indented(text: string): string {
  return text.replace(/\n(?=[^\n])/g, "\n  ");
}

function exchange({ request, response }: Evidence, limit: number): string {
  return `Request\n\n${fencedBlock(request, limit)}\n\nAnswer\n\n${fencedBlock(response, limit)}`;
}
