import type { Cell } from "../../../data/types";
import { fail, pass, type SystemCheck, skip } from "../check-types";
import type { BadInputRecord } from "../session";

/** What a stack trace looks like in the languages that serve models. */
const TRACES: readonly { what: string; pattern: RegExp }[] = [
  { what: "a Python traceback", pattern: /Traceback \(most recent call/ },
  { what: "a Python stack frame", pattern: /File \\?".{1,300}?", line \d+/ },
  { what: "a stack_trace field", pattern: /"stack_?trace"\s*:\s*"[^"]/i },
  { what: "a Java stack frame", pattern: /\bat [\w$.]+\([\w$]+\.java:\d+\)/ },
  {
    what: "a Node.js stack frame",
    pattern: /\bat .{1,200}?\(?(?:file:\/\/)?\/.{1,200}?\.[cm]?[jt]s:\d+:\d+\)?/,
  },
  { what: "a Go panic", pattern: /goroutine \d+ \[running\]/ },
];

/**
 * Error bodies must not show the server's insides nor the caller's data (mlflow#16538). One value
 * named in a message ("could not read 'abc'") helps its caller; half of a row's distinctive values
 * is the row echoed.
 */
export const noLeak: SystemCheck = {
  id: "no-leak",
  title: "Error answers show no traceback and echo no row",
  level: "standard",
  needsRows: 1,
  async run({ badInputs }) {
    const refused = badInputs.filter(
      ({ exchange }) => exchange.ok && exchange.answer.status >= 400,
    );
    if (refused.length === 0)
      return skip("no bad input was refused, so there is no error answer to look at");
    const leaks = refused.flatMap((record) => {
      const what = findLeak(record);
      return what === null ? [] : [{ record, what }];
    });
    const n = refused.length;
    const [first] = leaks;
    if (!first) return pass(`nothing leaks in ${n} error answers`, { n });
    const said = leaks.map(({ record, what }) => `${record.kind} shows ${what}`);
    return fail(said.join("; "), {
      n,
      hint: "Answer errors with a message of your own, and keep the trace in the server's log.",
      evidence: [first.record.evidence],
    });
  },
};

function findLeak({ exchange, row }: BadInputRecord): string | null {
  if (!exchange.ok) return null;
  const text = exchange.answer.body.toString("utf8");
  const trace = TRACES.find(({ pattern }) => pattern.test(text));
  if (trace) return trace.what;
  const distinctive = row.filter(isDistinctive).map(String);
  const echoed = distinctive.filter((value) => text.includes(value));
  return distinctive.length >= 2 && echoed.length * 2 >= distinctive.length && echoed.length >= 2
    ? "the row that was sent"
    : null;
}

/** Values that would hardly stand in an error message by chance. */
function isDistinctive(cell: Cell): boolean {
  return (typeof cell === "number" || typeof cell === "string") && String(cell).length >= 4;
}
