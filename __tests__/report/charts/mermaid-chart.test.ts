import fc from "fast-check";
import { mermaidChart } from "../../../src/report/charts/mermaid-chart";
import type { Series } from "../../../src/verdict/result";
import { hostileText, withText } from "../../support/hostile-text";
import { gateResult, suite } from "../../support/results";
import { OTHER_CHARTS, performanceCharts } from "../../support/series";

const [times] = performanceCharts() as [Series];
const usl = OTHER_CHARTS.find(({ id }) => id === "load/scalability/usl") as Series;

function plots(series: Series): string[] {
  return (mermaidChart(series) ?? "").match(/^ {2}(line|bar) .*$/gm) ?? [];
}

test("draws three lines at most, the limit among them, and names what it left out", () => {
  const chart = mermaidChart(times) ?? "";
  expect(plots(times).map((line) => line.split('"')[1])).toEqual(["p95", "p50", "limit on p95"]);
  expect(chart).toContain("🟦 p95 · 🟧 p50 · 🟥 limit on p95");
  expect(chart).toContain("Not drawn here: p99.");
});

test("draws thirty points at most, says what each stands for, and keeps the worst second", () => {
  const [long] = performanceCharts(1800) as [Series];
  long.lines[0]?.points.splice(1234, 1, [1234, 4321]);
  const [p95 = ""] = plots(long);
  const values = (/\[(.*)\]/.exec(p95)?.[1] ?? "").split(", ").map(Number);
  expect(values.length).toBe(30);
  expect(Math.max(...values)).toBe(4.321);
  expect(mermaidChart(long)).toContain("Each value is the largest of 60 s.");
});

test("a stall without any answer makes rows wider, and invents no value", () => {
  const points = times.lines[0]?.points.filter(([x]) => x < 6 || x > 9) ?? [];
  const stalled = { ...times, lines: [{ name: "p95", points }] };
  expect(mermaidChart(stalled)).toContain("Each value is the largest of 4 s.");
  expect(plots(stalled)[0]).toContain("[108, 110.3, 105.8, 108, 112.5]");
});

test("measured points are bars beside the curve that was fitted to them, by category", () => {
  expect(mermaidChart(usl)).toContain('x-axis "users" [1, 2, 4, 8, 16, 32]');
  expect(plots(usl).map((line) => line.trim().split(" ")[0])).toEqual(["bar", "line"]);
});

test("many pairs at equal distances are an axis, since their labels would lie over each other", () => {
  const points = Array.from({ length: 500 }, (_, i): [number, number] => [i + 1, 0.99]);
  const pairs = { title: "pairs", unit: "count" } as const;
  const agreement = { ...usl, x: pairs, lines: [{ name: "agreement", points }] };
  expect(mermaidChart(agreement)).toMatch(/x-axis "pairs" 1 --> 494\n/);
});

test("what does not start at zero has no bars", () => {
  const memory = OTHER_CHARTS.find(({ id }) => id === "load/endurance/memory") as Series;
  expect(mermaidChart(memory)).toMatch(/y-axis "resident set \(MiB\)" 41\d/);
  expect(plots(memory).map((line) => line.trim().split(" ")[0])).toEqual(["line", "line"]);
});

test("what cannot be drawn is left out", () => {
  const [first] = times.lines as [Series["lines"][number]];
  const lines = (points: [number, number][]) => ({ ...times, lines: [{ ...first, points }] });
  expect(mermaidChart(lines([]))).toBeNull();
  expect(mermaidChart(lines([[0, 1]]))).toBeNull();
  expect(
    mermaidChart({ ...times, lines: times.lines.filter(({ style }) => style === "limit") }),
  ).toBeNull();
});

test("whatever text and numbers are in it, it keeps to the grammar that was tried", () => {
  const value = fc.oneof(fc.double(), fc.double({ min: -1e3, max: 1e3 }), fc.constant(0));
  fc.assert(
    fc.property(
      hostileText,
      fc.array(fc.tuple(value, value), { maxLength: 40 }),
      (text, points) => {
        const series = {
          ...usl,
          lines: [
            { name: "a", points },
            { name: "b", points: [] },
          ],
        };
        const result = withText(gateResult([suite("load", [], { series: [series] })]), text);
        const chart = mermaidChart(result.suites[0]?.series[0] as Series);
        if (chart === null) return;
        const block = /^```mermaid\n([\s\S]*?)\n```$/m.exec(chart)?.[1] ?? "";
        const [directive, keyword, ...rest] = block.split("\n");
        expect(directive).toMatch(/^%%\{init: \{[\w":{}#, ]+\}\}%%$/);
        expect(keyword).toBe("xychart-beta");
        for (const line of rest) expect(line).toMatch(GRAMMAR);
      },
    ),
    { numRuns: 500 },
  );
});

const NUMBER = String.raw`-?\d+(?:\.\d+)?`;
const LIST = String.raw`\[${NUMBER}(?:, ${NUMBER})*\]`;
const GRAMMAR = new RegExp(
  String.raw`^  (?:x-axis|y-axis|line|bar) "[^"\`#;{}<>&\\]*" (?:${LIST}|${NUMBER} --> ${NUMBER})$`,
);
