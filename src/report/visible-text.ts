/**
 * Text from a server, a model or a data file, made safe to look at: nothing in it moves the cursor,
 * turns the reading direction or hides. Colour and cursor sequences go; every other invisible
 * character is shown by its code, because "Adelie" and "Adelie⟨U+200B⟩" are different answers.
 * Line breaks become "\n" and stay, tabs stay.
 *
 * At most `limit` characters are left, the last of them "…" where something is missing.
 */
export function visibleText(text: string, limit = DEFAULT_LIMIT): string {
  return cut(clean(beginning(text, limit)), limit);
}

/** The same on one line: runs of blanks and line breaks become one blank. */
export function visibleLine(text: string, limit = DEFAULT_LIMIT): string {
  return cut(clean(beginning(text, limit)).replace(/\s+/g, " ").trim(), limit);
}

/** At most `limit` characters, the last of them "…" where something is missing. */
function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const characters = [...text.slice(0, 2 * limit + 2)];
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join("")}…`;
}

/** Longer than any text that a report shows on purpose. */
const DEFAULT_LIMIT = 10_000;

/** Of a text of many megabytes only as much is looked at as may be shown, however much of it goes. */
function beginning(text: string, limit: number): string {
  const looked = 4 * limit;
  return text.length <= looked ? text : `${text.slice(0, looked)}…`;
}

function clean(text: string): string {
  return text
    .replace(TERMINAL_SEQUENCE, "")
    .replace(/\r\n?/g, "\n")
    .replace(/\p{Cs}/gu, "\ufffd")
    .replace(INVISIBLE, showCode);
}

/**
 * ECMA-48: CSI; then OSC, DCS, SOS, PM and APC with their terminator; then the two-character escapes.
 * No part of it runs past the next ESC, so that the time is linear in the text.
 */
const TERMINAL_SEQUENCE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)|\u001b[ -/]*[0-OQ-WYZ\\`-~]/g;

/** Controls, format characters (bidi and zero-width among them), separators, and letters that are blank. */
const INVISIBLE =
  /(?![\n\t])(?:[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0\ufffe\uffff]|\u034f)/gu;

function showCode(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `⟨U+${code}⟩`;
}
