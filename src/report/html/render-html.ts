import type { GateResult, Verdict } from "../../verdict/result";
import { definitionsFor } from "../measure-definitions";
import { OUTCOME_WORDS } from "../outcome-words";
import { reproduceCommand } from "../reproduce-command";
import { visibleLine } from "../visible-text";
import { chartsSection } from "./charts-section";
import { checksSection } from "./checks-section";
import { factsSection } from "./facts-section";
import { type Content, html, verbatim } from "./html";
import { licence, script, scriptHash, style, styleHash } from "./page-assets";
import { problemsSection } from "./problems-section";
import { ownProse } from "./prose";
import { suitesSection } from "./suites-section";
import { verdictHeader } from "./verdict-header";

/**
 * `report.html`: one file that needs nothing else and asks for nothing, whoever opens it. The verdict
 * comes first; tables and text are there without a script, which only draws the charts and filters.
 */
export function renderHtml(result: GateResult): string {
  const attention = problemsSection(result);
  const charts = chartsSection(result);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${OUTCOME_WORDS[result.verdict].headline}: ${visibleLine(result.reason, 100)}</title>
<link rel="icon" href="${icon(result.verdict)}">
<style>${verbatim(style)}</style>
</head>
<body>
<main>
${verdictHeader(result)}
${navigation(attention !== null, charts !== null)}
${factsSection(result)}
<section id="suites">
<h2>Suites</h2>
${suitesSection(result)}
</section>
${attention}
${checksSection(result)}
${charts}
${definitions(result)}
<section id="again">
<h2>Run it again</h2>
<pre>${reproduceCommand(result)}</pre>
</section>
</main>
<footer>
<p>infergate ${visibleLine(result.tool.version, 40)}</p>
<details><summary>Licence of what draws the charts</summary>
<pre>${licence}</pre></details>
</footer>
<script>${verbatim(script)}</script>
</body>
</html>
`;
  return page.text;
}

/**
 * Nothing is loaded and nothing runs but the style and the script of this file, told by their hashes;
 * the script can make no markup from text (Trusted Types). CSP Level 3.
 */
const POLICY = [
  "default-src 'none'",
  `script-src '${scriptHash}'`,
  `style-src '${styleHash}'`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

const ICON_COLOURS: Record<Verdict, string> = {
  pass: "1a7f37",
  fail: "cf222e",
  error: "8250df",
  inconclusive: "9a6700",
};

/** A disc in the colour of the verdict; without an icon of its own, a browser asks a server for one. */
function icon(verdict: Verdict): string {
  const disc = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="#${ICON_COLOURS[verdict]}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(disc)}`;
}

function navigation(attention: boolean, charts: boolean): Content {
  const links: [string, string, boolean][] = [
    ["suites", "Suites", true],
    ["attention", "What needs attention", attention],
    ["checks", "Checks", true],
    ["charts", "Charts", charts],
    ["again", "Run it again", true],
  ];
  const shown = links.filter(([, , there]) => there);
  return html`<nav aria-label="Parts of the report"><div>${shown.map(
    ([id, title]) => html`<a href="#${id}">${title}</a> `,
  )}</div></nav>`;
}

function definitions(result: GateResult): Content {
  const lines = definitionsFor(result);
  if (lines.length === 0) return null;
  return html`<section id="definitions">
<details><summary>What the measures mean</summary>
<ul>${lines.map((line) => html`<li>${ownProse(line)}</li>`)}</ul></details>
</section>`;
}
