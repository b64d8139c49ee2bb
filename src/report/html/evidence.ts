import type { Check, Evidence } from "../../verdict/result";
import { visibleText } from "../visible-text";
import { type Content, type Html, html } from "./html";

const MOST_EXCHANGES = 5;
const TEXT_LIMIT = 10_000;

/** The exchanges that prove a check, folded. */
export function evidenceOf({ evidence }: Check): Content {
  if (evidence.length === 0) return null;
  const rest = evidence.length - MOST_EXCHANGES;
  return html`<details class="evidence"><summary>Evidence</summary>
${evidence.slice(0, MOST_EXCHANGES).map(exchange)}${rest > 0 ? html`<p>… and ${rest} more in <code>result.json</code>.</p>` : null}</details>`;
}

function exchange({ request, response }: Evidence): Html {
  return html`<h4>Request</h4>
<pre>${visibleText(request, TEXT_LIMIT)}</pre>
<h4>Answer</h4>
<pre>${visibleText(response, TEXT_LIMIT)}</pre>
`;
}
