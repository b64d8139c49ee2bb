import type { GateResult, SuiteResult } from "../verdict/result";
import { tally } from "./count-outcomes";
import { measureSentence } from "./describe-measure";
import { formatDuration } from "./format-duration";
import { keyMeasure } from "./key-measure";
import { type FoldedProblem, foldProblems, listProblems } from "./list-problems";
import { OUTCOME_WORDS } from "./outcome-words";
import { defuseCommand, plainText } from "./plain-text";
import { reproduceCommand } from "./reproduce-command";
import { createPaint, type Paint } from "./terminal-style";
import { visibleLine } from "./visible-text";
import { cutToWidth, displayWidth, wrapText } from "./wrap-text";

export interface TerminalOptions {
  colour: boolean;
  /** Width of the terminal. */
  columns: number;
  /** Paths of the files that were written. */
  files: readonly string[];
}

/** The final report for people: suites, what went wrong, the verdict, where the rest is. */
export function renderTerminal(result: GateResult, options: TerminalOptions): string {
  // Some terminals break a line that fills the last column; defusing a command may add a character.
  const width = Math.min(Math.max(options.columns, 40), 100) - 2;
  const paint = createPaint(options.colour);
  const problems = foldProblems(listProblems(result));
  const listed = problems.slice(0, MOST_PROBLEMS);
  const rest = problems.length - listed.length;
  const sections = [
    suiteLines(result.suites, width, paint),
    ...listed.map((problem) => problemLines(problem, width, paint)),
    rest === 0 ? [] : [`… and ${rest} more, all in the files below.`],
    verdictLines(result, width, paint),
    closingLines(result, options.files, width, paint),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map(defuseCommand).join("\n"))
    .join("\n\n")
    .concat("\n");
}

const MOST_PROBLEMS = 50;
const MESSAGE_LIMIT = 1000;
const LINE_LIMIT = 200;

/** "✗ load        2 failed of 5        performance p95 412 ms (≤ 350 ms)", in columns. */
function suiteLines(suites: readonly SuiteResult[], width: number, paint: Paint): string[] {
  const whole = inColumns(suites, false);
  // What was skipped goes before the measure is cut.
  const fits = whole.every(
    (line, index) => suites[index]?.verdict === "skipped" || displayWidth(line) <= width - 2,
  );
  const lines = fits ? whole : inColumns(suites, true);
  return suites.map(({ verdict }, index) => {
    const { symbol } = OUTCOME_WORDS[verdict];
    return `${paint(verdict, symbol)} ${fitLine(lines[index] as string, width - 2)}`;
  });
}

function inColumns(suites: readonly SuiteResult[], brief: boolean): string[] {
  const tallies = suites.map((suite) => tally(suite, brief));
  const column = Math.max(NARROWEST_TALLY, ...tallies.map(({ length }) => length));
  return suites.map((suite, index) =>
    `${suite.name.padEnd(11)} ${(tallies[index] as string).padEnd(column)}  ${finding(suite)}`.trimEnd(),
  );
}

const NARROWEST_TALLY = 19;

function finding(suite: SuiteResult): string {
  if (suite.verdict === "skipped") return visibleLine(suite.reason, LINE_LIMIT);
  const key = keyMeasure(suite);
  if (key === null) return "";
  const limit = key.limit === "–" ? "" : ` (${key.limit})`;
  return visibleLine(`${key.name} ${key.value}${limit}`, LINE_LIMIT);
}

function problemLines({ check, also }: FoldedProblem, width: number, paint: Paint): string[] {
  const { symbol } = OUTCOME_WORDS[check.verdict];
  const title = fitLine(visibleLine(`${check.id}: ${check.title}`, LINE_LIMIT), width - 2);
  return [
    `${paint(check.verdict, symbol)} ${paint("bold", title)}`,
    ...paragraph(measureSentence(check), "    ", width),
    ...paragraph(check.message, "    ", width),
    ...(check.hint === null ? [] : paragraph(check.hint, "  → ", width)),
    ...(also.length === 0 ? [] : paragraph(`The same holds for ${also.join(", ")}`, "    ", width)),
  ];
}

function verdictLines({ verdict, reason }: GateResult, width: number, paint: Paint): string[] {
  const { headline } = OUTCOME_WORDS[verdict];
  const [first = "", ...more] = paragraph(`${headline}: ${reason}`, "", width);
  return [first.replace(headline, (word) => paint(verdict, word)), ...more];
}

function closingLines(
  result: GateResult,
  files: readonly string[],
  width: number,
  paint: Paint,
): string[] {
  const requests = result.suites.reduce((sum, suite) => sum + suite.requests, 0);
  const facts = `${requests} requests in ${formatDuration(result.run.durationMs)}, seed ${result.run.seed}`;
  return [
    ...paragraph(facts, "", width).map((line) => paint("dim", line)),
    // Not wrapped: a command and a path are there to be copied.
    `${paint("dim", "Again: ")} ${visibleLine(reproduceCommand(result))}`,
    ...files.map((file) => `${paint("dim", "Report:")} ${visibleLine(file)}`),
  ];
}

/** Defused before it is cut, since that makes it longer. */
function fitLine(line: string, width: number): string {
  return cutToWidth(defuseCommand(line), width);
}

/** Wrapped under a lead; the lines after the first are indented as far. */
function paragraph(text: string, lead: string, width: number): string[] {
  const content = plainText(text, MESSAGE_LIMIT).replaceAll("\t", "  ").trim();
  if (content === "") return [];
  const indent = displayWidth(lead);
  return wrapText(content, width - indent).map((line, index) =>
    `${index === 0 ? lead : " ".repeat(indent)}${line}`.trimEnd(),
  );
}
