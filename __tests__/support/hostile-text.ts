import fc from "fast-check";
import { type GateResult, SUITE_NAMES } from "../../src/verdict/result";

/** Pieces that mean something to Markdown, HTML, XML, a terminal or the runner. */
export const HOSTILE_PIECES = [
  "|",
  "\\|",
  "\\",
  "`",
  "```",
  "~~~",
  "*",
  "_",
  "[",
  "](",
  "![x](https://evil.example/x.png)",
  "!",
  "#",
  "# ",
  "#12",
  "GH-7",
  "@everyone",
  "a@b.example",
  "owner/repo@deadbeef1",
  "deadbeefcafe1234",
  "https://evil.example",
  "www.evil.example",
  "<img src=x>",
  "</details>",
  "<!--",
  "-->",
  "<",
  "&lt;",
  "&",
  "$x$",
  ":tada:",
  "\n",
  "\r",
  "\r\n",
  "\n\n",
  "\n- ",
  "\n| a | b |",
  "| :-- |",
  "---",
  "===",
  "\t",
  "    ",
  "::error::x",
  "\n::set-output name=x::y",
  "##[error]",
  "\u001b[31m",
  "\u001b]0;t\u0007",
  "\u009b2J",
  "\u0000",
  "\u0008",
  "\u202e",
  "\u2066",
  "\u200b",
  "\u200d",
  "\ufeff",
  "\u2028",
  "\ud800",
  "\udc00",
  "\uffff",
  "]]>",
  "<![CDATA[",
  '"',
  "'",
  "1. ",
  "+ ",
  "日本語",
  "👩‍💻",
  "é",
];

export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...HOSTILE_PIECES) },
      { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 8 }) },
      { weight: 1, arbitrary: fc.constantFrom("word", "7", " ", "a") },
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(""));

/** Keys whose values come from a fixed list, and so cannot be hostile. */
const FIXED = new Set(["schemaVersion", "verdict", "direction", "unit", "scale", "style"]);

/** The result with the text in place of every free text in it, and of the observed values. */
export function withText(result: GateResult, text: string): GateResult {
  return replace(result, "", text) as GateResult;
}

function replace(value: unknown, key: string, text: string): unknown {
  if (FIXED.has(key) || isFixedName(value, key)) return value;
  if (typeof value === "string" || (key === "baseline" && typeof value === "number")) return text;
  if (Array.isArray(value)) return value.map((one) => replace(one, key, text));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, replace(one, name, text)]),
  );
}

/** The names of suites and of the tool are fixed; those of the lines of a chart are not. */
function isFixedName(value: unknown, key: string): boolean {
  return key === "name" && [...SUITE_NAMES, "infergate"].includes(value as string);
}
