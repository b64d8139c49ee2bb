import type { Outcome } from "../../verdict/result";
import { OUTCOME_WORDS } from "../outcome-words";
import { type Html, html } from "./html";

/** A verdict as a word with its sign, so that it can be told without its colour. */
export function badge(verdict: Outcome, text: string = OUTCOME_WORDS[verdict].participle): Html {
  return html`<span class="badge ${verdict}"><span aria-hidden="true">${OUTCOME_WORDS[verdict].symbol}</span> ${text}</span>`;
}
