import { visibleLine, visibleText } from "./visible-text";

/** Longest hostile text in a line of Markdown, in characters. */
export const INLINE_LIMIT = 200;

/**
 * Text as one line of GitHub Markdown that shows it literally, also inside a table cell: no markup, no
 * HTML, no link, image, mention, issue or commit reference, emoji or formula. The characters that end
 * a cell, a code span or an escape become entities, so that nothing beside them can revive them; the
 * others get a backslash, which stays readable in the plain-text mail of a notification.
 */
export function escapeMarkdown(text: string, limit = INLINE_LIMIT): string {
  return escapeLine(visibleLine(text, limit));
}

/** The same for a sentence, in which what stands in backticks becomes code; for use outside tables. */
export function escapeProse(text: string, limit = INLINE_LIMIT): string {
  return visibleLine(text, limit)
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 0 ? escapeLine(part) : codeSpan(part)))
    .join("");
}

/** Text as a code span; for use outside tables, where a pipe has no meaning. */
export function codeSpan(text: string, limit = INLINE_LIMIT): string {
  const content = visibleLine(text, limit);
  if (content === "") return "";
  const delimiter = "`".repeat(longestRun(content, 0) + 1);
  const pad = /^`|`$/.test(content) ? " " : "";
  return `${delimiter}${pad}${content}${pad}${delimiter}`;
}

/** Text as a fenced block, its fence longer than any run of backticks inside. */
export function fencedBlock(text: string, limit: number, language = "text"): string {
  const content = visibleText(text.trimEnd(), limit);
  const fence = "`".repeat(longestRun(content, 2) + 1);
  return `${fence}${language}\n${content}\n${fence}`;
}

function escapeLine(line: string): string {
  return breakAutolinks(line)
    .replace(/[&<>|`\\*_[\]!#~$\u200b]/g, (character) => ESCAPES[character] ?? `\\${character}`)
    .replace(/^(?:[-+](?=\s|$)|[-=]+$)/, "\\$&")
    .replace(/^(\d+)([.)])(?=\s|$)/, "$1\\$2");
}

const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "|": "&#124;",
  "`": "&#96;",
  "\\": "&#92;",
  "\u200b": "&#8203;",
};

/**
 * What GitHub turns into links on its own, each cut by a zero-width space. It looks at the rendered
 * text, so that an entity or a backslash would not stop it.
 */
const AUTOLINKS: readonly [RegExp, string][] = [
  [/@/g, "@\u200b"], // mentions, mail addresses, owner/repo@commit
  [/#(?=\d)/g, "#\u200b"], // issues
  [/\b(GH|GHSA|CVE)-(?=\w)/gi, "$1-\u200b"],
  [/:(?=\/\/)/g, ":\u200b"],
  [/www(?=\.)/gi, "www\u200b"],
  [/:(?=[\w+-]+:)/g, ":\u200b"], // emoji short codes, some of which are images
];

/** Seven hexadecimal digits in a row are enough for a link to a commit; six are not. */
const COMMIT = /(?<![0-9a-z])(?=\d*[a-f])[0-9a-f]{7,}/gi;

function breakAutolinks(text: string): string {
  return AUTOLINKS.reduce(
    (broken, [pattern, replacement]) => broken.replace(pattern, replacement),
    text.replace(COMMIT, (digits) => digits.replace(/.{6}(?=.)/g, "$&\u200b")),
  );
}

function longestRun(text: string, atLeast: number): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), atLeast);
}
