import type { OutputValue } from "../../protocols/types";

const LONGEST = 60;
/** What two long texts have in common is not what one wants to see. */
const BEFORE_PARTING = 20;

/** JSON has no NaN and no infinity, and a server's text may be endless. */
export function showValue(value: OutputValue): string {
  if (typeof value === "string") return quote(value);
  return typeof value === "number" ? String(value) : cut(JSON.stringify(value));
}

export function quote(text: string): string {
  return JSON.stringify(cut(text));
}

/** `"Adelie" instead of "Gentoo"`. */
export function instead(expected: OutputValue, actual: OutputValue): string {
  return `${showValue(actual)} instead of ${showValue(expected)}`;
}

/** The same for two texts, from a little before where they part. */
export function insteadOfText(expected: string, actual: string): string {
  let parting = 0;
  while (parting < expected.length && expected[parting] === actual[parting]) parting++;
  const from = parting > LONGEST - BEFORE_PARTING ? parting - BEFORE_PARTING : 0;
  if (from === 0) return instead(expected, actual);
  const show = (text: string) => JSON.stringify(`…${cut(text.slice(from))}`);
  return `${show(actual)} instead of ${show(expected)}, from character ${from + 1} on`;
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
