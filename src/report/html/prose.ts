import { visibleLine } from "../visible-text";
import { type Content, html } from "./html";

const LIMIT = 2000;

/** A sentence of ours around hostile text, on one line; what stands in backticks becomes code. */
export function prose(text: string): Content {
  return withCode(visibleLine(text, LIMIT));
}

/** The same for text of our own, in which two asterisks make it bold. */
export function ownProse(text: string): Content {
  return text
    .split(/\*\*([^*]+)\*\*/)
    .map((part, index) => (index % 2 === 0 ? withCode(part) : html`<strong>${part}</strong>`));
}

function withCode(text: string): Content {
  return text
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`));
}
