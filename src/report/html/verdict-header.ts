import type { GateResult } from "../../verdict/result";
import { OUTCOME_WORDS } from "../outcome-words";
import { type Html, html } from "./html";
import { prose } from "./prose";

/** The verdict with its reason, before anything else. */
export function verdictHeader({ verdict, reason }: GateResult): Html {
  const { headline, symbol } = OUTCOME_WORDS[verdict];
  return html`<header class="verdict ${verdict}">
<h1><span class="headline"><span aria-hidden="true">${symbol}</span> ${headline}:</span> ${prose(reason)}</h1>
</header>`;
}
