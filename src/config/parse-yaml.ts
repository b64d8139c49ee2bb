import { isMap, LineCounter, parseDocument, type YAMLError, type YAMLMap } from "yaml";
import type { Position, Problem } from "./problem";
import { quote } from "./quote";

export interface YamlSource {
  root: YAMLMap;
  /** The document that aliases are looked up in. */
  document: ReturnType<typeof parseDocument>;
  positionAt(offset: number): Position;
}

/** More than any config needs; what is larger is not a config. */
const LARGEST = 1_000_000;

/** The parser's own messages quote the source, which may hold a secret; these do not. */
const MESSAGES: Partial<Record<YAMLError["code"], string>> = {
  BAD_DIRECTIVE: "this %-directive is not known",
  BAD_DQ_ESCAPE:
    "this escape is not known in double quotes; use single quotes or double the backslash",
  BAD_INDENT: "the indentation does not fit the lines above",
  BAD_SCALAR_START: "a value cannot start with this character; put it in quotes",
  BLOCK_AS_IMPLICIT_KEY: "a key where a value was due; indent it with its kind, or quote the value",
  BLOCK_IN_FLOW: "lists with - and maps on lines cannot stand inside [ ] or { }",
  MISSING_CHAR: "something is missing here: a colon, a comma, a quote or a closing bracket",
  MULTILINE_IMPLICIT_KEY: "a key cannot run over several lines; is a colon or a quote missing?",
  MULTIPLE_DOCS: "a second document starts here; a config is one document, without ---",
  NON_STRING_KEY: "a key must be text; put {{…}} in quotes",
  TAB_AS_INDENT: "a tab; YAML is indented with spaces",
  TAG_RESOLVE_FAILED: "tags such as !name are not supported",
  UNEXPECTED_TOKEN: "something stands here that does not belong; is a quote or a bracket missing?",
};

/** YAML 1.2 text to its syntax tree, or the reasons why it is not one map. Pure. */
export function parseYaml(text: string): YamlSource | Problem[] {
  const lines = new LineCounter();
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  if (text.length > LARGEST) return [problem(`larger than ${LARGEST} characters`)];
  const deep = findDeepLine(text);
  if (deep !== null) return [problem("nested too deeply", { line: deep, column: 1 })];

  // prettyErrors would quote the line, and with it what may be a secret.
  const document = parseDocument(text, {
    prettyErrors: false,
    lineCounter: lines,
    stringKeys: true,
  });

  const faults = [...document.errors, ...document.warnings];
  // One slip makes the parser stumble several times on the same line: its first finding is the cause.
  const firstOnLine = new Map<number, Problem>();
  for (const fault of faults) {
    const position = positionAt(fault.pos[0]);
    if (!firstOnLine.has(position.line)) {
      firstOnLine.set(position.line, describeFault(fault, text, position));
    }
  }
  if (firstOnLine.size > 0) return [...firstOnLine.values()];
  if (document.directives?.yaml.explicit && document.directives.yaml.version !== "1.2") {
    return [problem("the config is YAML 1.2; remove the %YAML line", { line: 1, column: 1 })];
  }
  if (!isMap(document.contents)) {
    return [
      problem(
        document.contents === null || text.trim() === "" || isEmptyScalar(document.contents)
          ? "the file is empty"
          : "expected a map of keys, such as `endpoint:`, at the top of the file",
        { line: 1, column: 1 },
        "The smallest config:\nendpoint:\n  url: https://staging.example.com",
      ),
    ];
  }
  return { root: document.contents, document, positionAt };
}

const DEEPEST = 100;

/**
 * The first line that nests more deeply than any config, null where there is none. The parser calls
 * itself for each level, and V8 aborts the whole process where a regular expression is compiled on a
 * full stack: so depth is bounded before parsing. Brackets in quotes are counted too, for simplicity.
 */
function findDeepLine(text: string): number | null {
  let brackets = 0;
  for (const [index, line] of text.split("\n").entries()) {
    // Each level of a block costs at least one of these at the beginning of its line.
    const indent = /^[\s?:-]*/.exec(line)?.[0].length ?? 0;
    if (indent > 2 * DEEPEST) return index + 1;
    for (const character of line) {
      if (character === "[" || character === "{") brackets += 1;
      if (character === "]" || character === "}") brackets -= 1;
      if (brackets > DEEPEST) return index + 1;
    }
  }
  return null;
}

function isEmptyScalar(node: unknown): boolean {
  return (node as { value?: unknown }).value === null;
}

function describeFault(fault: YAMLError, text: string, position: Position): Problem {
  if (fault.code === "DUPLICATE_KEY") {
    const key = /^[\w.-]+/.exec(text.slice(fault.pos[0], fault.pos[0] + 80))?.[0];
    return problem(`the key ${key ? quote(key) : "here"} is there twice`, position);
  }
  const line = text.split(/\r?\n/, position.line)[position.line - 1] ?? "";
  const hint = /\$\{/.test(line)
    ? 'Inside { } and [ ] a variable in braces needs quotes: { url: "…" }.'
    : /\{\{/.test(line)
      ? 'A template needs quotes: "{{rows}}".'
      : null;
  return problem(MESSAGES[fault.code] ?? "this is not valid YAML", position, hint);
}

function problem(
  text: string,
  position: Position = { line: 1, column: 1 },
  hint: string | null = null,
): Problem {
  return { code: "config/syntax", path: null, text, hint, position };
}
