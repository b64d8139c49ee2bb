import { renderComment } from "../../src/report/render-comment";
import { check } from "../../src/verdict/check";
import type { Check } from "../../src/verdict/result";
import { gateResult, passing, RESULTS, suite } from "../support/results";

function row(text: string, suiteTitle: string): string | undefined {
  return text.split("\n").find((line) => line.startsWith(`| ${suiteTitle} |`));
}

function judged(id: string, verdict: Check["verdict"], observed: number | null = null): Check {
  return check({ id, title: id, verdict, message: verdict, observed });
}

test("the most telling measure stands for a suite: what decided it, a number before a word", () => {
  const load = suite("load", [
    passing("load/performance/p95", { observed: 10, unit: "ms" }),
    judged("load/performance/generator", "fail"),
    judged("load/performance/p99", "fail", 99),
  ]);
  expect(row(renderComment(gateResult([load])), "Load")).toContain("performance p99 99");
  const words = suite("system", [judged("system/identity", "fail")]);
  expect(row(renderComment(gateResult([words])), "System")).toContain("| identity |");
});

test("a suite that passed shows the measure that people ask for, not the first one", () => {
  const load = suite("load", [
    passing("load/performance/p50", { observed: 5, unit: "ms" }),
    passing("load/performance/p95", { observed: 10, unit: "ms" }),
  ]);
  expect(row(renderComment(gateResult([load])), "Load")).toContain("performance p95 10.0 ms");
});

test("a suite that says pass without a check that passed is listed, never counted as green", () => {
  const empty = suite("acceptance", [], { verdict: "pass" });
  const text = renderComment(gateResult([empty], { verdict: "error", reason: "nothing" }));
  expect(text).toContain("**Acceptance as a whole**: Nothing was checked.");
});

test("failures stand before what could not be measured, and that before what could not be told", () => {
  const mixed = suite("system", [
    judged("system/a", "inconclusive"),
    judged("system/b", "error"),
    judged("system/c", "fail"),
  ]);
  const items = renderComment(gateResult([mixed])).match(/^- .*$/gm) ?? [];
  expect(items.map((item) => item.slice(2, 4).trim())).toEqual(["❌", "🚫", "⚠️"]);
});

test("the link to the run is written only where it is a plain address", () => {
  const passed = RESULTS.passed as NonNullable<(typeof RESULTS)[string]>;
  const url = "https://github.com/o/r/actions/runs/7/attempts/1";
  expect(renderComment(passed, { runUrl: url })).toContain(`[job summary](${url})`);
  expect(renderComment(passed, { runUrl: "javascript:alert(1)" })).not.toContain("](");
  expect(renderComment(passed, { runUrl: "https://a.example/)<b>" })).not.toContain("](");
});
