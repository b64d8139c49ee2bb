import { renderTerminal } from "../../src/report/render-terminal";
import { displayWidth } from "../../src/report/wrap-text";
import { gateResult, passing, RESULTS, suite } from "../support/results";

const blocked = RESULTS.blocked as NonNullable<(typeof RESULTS)[string]>;
const files = ["infergate-report/summary.md"];
// biome-ignore lint/suspicious/noControlCharactersInRegex: the colours are what it looks for
const COLOUR = /\u001b\[\d+m/g;

test.each([40, 80, 132])(
  "nothing is wider than %d columns but what is there to be copied",
  (columns) => {
    const lines = renderTerminal(blocked, { colour: false, columns, files }).split("\n");
    const wide = lines.filter((line) => displayWidth(line) >= columns);
    expect(wide.every((line) => line.startsWith("Again:"))).toBe(true);
  },
);

test("colour is added where it is asked for, and changes nothing else", () => {
  const plain = renderTerminal(blocked, { colour: false, columns: 80, files });
  const coloured = renderTerminal(blocked, { colour: true, columns: 80, files });
  expect(plain).not.toMatch(COLOUR);
  expect(coloured).toMatch(COLOUR);
  expect(coloured.replace(COLOUR, "")).toBe(plain);
});

test("the measures of all suites stand in one column, and none is cut for what was skipped", () => {
  const measured = { observed: 3300, limit: 120, direction: "at-most", unit: "ms" } as const;
  const outcomes = ["fail", "inconclusive", "pass", "skipped"] as const;
  const load = suite("load", [
    passing("load/performance/p95", { ...measured, verdict: "fail" }),
    ...outcomes.map((verdict) => passing(`load/performance/${verdict}`, { verdict })),
  ]);
  const shadow = suite("shadow", [passing("shadow/slowdown", { ...measured, verdict: "fail" })]);
  const lines = (columns: number) =>
    renderTerminal(gateResult([load, shadow]), { colour: false, columns, files }).split("\n");
  const [first = "", second = ""] = lines(100);
  expect(first).toContain("2 failed, 1 inconclusive of 4, 1 skipped  performance p95 3.3 s");
  expect(second.indexOf("slowdown")).toBe(first.indexOf("performance"));
  const [narrow = ""] = lines(80);
  expect(narrow).toContain("2 failed, 1 inconclusive of 4  performance p95 3.3 s (≤ 120 ms)");
});

test("an A/B test is told by its harm, which is not the metric itself", () => {
  const harm = passing("ab/accuracy", { observed: 0.171, limit: 0.04, unit: "share" });
  const text = renderTerminal(gateResult([suite("ab", [harm])]), {
    colour: false,
    columns: 80,
    files,
  });
  expect(text).toContain("harm in accuracy 17.1 %");
});
