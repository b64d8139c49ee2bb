import type { GateResult } from "../../verdict/result";
import { measureSentence } from "../describe-measure";
import { type FoldedProblem, foldProblems, listProblems, titleOf } from "../list-problems";
import { visibleLine } from "../visible-text";
import { badge } from "./badge";
import { evidenceOf } from "./evidence";
import { type Content, type Html, html } from "./html";
import { prose } from "./prose";

const MOST_PROBLEMS = 500;

/** What kept the run from passing, with what to do about it and the evidence; nothing where it passed. */
export function problemsSection(result: GateResult): Content {
  const problems = foldProblems(listProblems(result));
  if (problems.length === 0) return null;
  const rest = problems.length - MOST_PROBLEMS;
  return html`<section id="attention">
<h2>What needs attention</h2>
${problems.slice(0, MOST_PROBLEMS).map(card)}${rest > 0 ? html`<p>… and ${rest} more below.</p>` : null}</section>`;
}

function card(problem: FoldedProblem): Html {
  const { check, also } = problem;
  const { id, verdict, message, hint } = check;
  const ids = [id, ...also].map(
    (one, i) => html`${i === 0 ? null : ", "}<code>${visibleLine(one, 200)}</code>`,
  );
  const measure = visibleLine(measureSentence(check), 500);
  return html`<article class="problem ${verdict}">
<h3>${badge(verdict)} ${visibleLine(titleOf(problem), 200)}</h3>
<p>${prose(message)}</p>
${
  hint === null
    ? null
    : html`<p class="hint">→ ${prose(hint)}</p>
`
}<p class="measure">${measure === "" ? null : `${measure} · `}${ids}</p>
${evidenceOf(check)}</article>
`;
}
