import { renderComment } from "../../src/report/render-comment";
import { renderSummary } from "../../src/report/render-summary";
import { check } from "../../src/verdict/check";
import { gateResult, passing, suite } from "../support/results";

const hostile = "|`*_[]<>&@a#1\u202e\n".repeat(4000);
const evidence = { request: `${"`".repeat(3000)}\n${hostile}`, response: hostile };

function failing(count: number, given: { evidence?: (typeof evidence)[]; text?: string } = {}) {
  const { text = "short" } = given;
  const checks = Array.from({ length: count }, (_, index) =>
    check({
      id: `system/${index}-${text}`,
      title: text,
      verdict: "fail",
      message: text,
      hint: text,
      evidence: given.evidence ?? [],
    }),
  );
  const passed = Array.from({ length: count }, (_, index) => passing(`system/pass-${index}`));
  return gateResult([suite("system", [...checks, ...passed])], { reason: text });
}

const huge = failing(300, { text: hostile, evidence: [evidence, evidence, evidence, evidence] });

test.each([60_000, 30_000, 10_000, 3_000, 200])("a comment of at most %d characters", (budget) => {
  expect(renderComment(huge, { budget }).length).toBeLessThanOrEqual(budget);
});

test("without a budget a comment stays within 60,000 characters and keeps the verdict", () => {
  const text = renderComment(huge);
  expect(text.length).toBeLessThanOrEqual(60_000);
  expect(text).toMatch(/^### ❌ Blocked/);
});

test.each([1_000_000, 500_000, 50_000, 200])("a summary of at most %d bytes", (budget) => {
  expect(Buffer.byteLength(renderSummary(huge, { budget }))).toBeLessThanOrEqual(budget);
});

test("without a budget a summary stays under 1 MiB", () => {
  expect(Buffer.byteLength(renderSummary(huge))).toBeLessThan(1024 ** 2);
});

const mild = { request: "{}\n".repeat(600), response: "[]\n".repeat(600) };

test("a comment leaves out evidence first, then problems, then details, and says so", () => {
  const result = failing(10, { evidence: [mild] });
  const full = renderComment(result);
  expect(full).toContain("<summary>Evidence</summary>");
  expect(full).not.toContain("Left out");

  const shorter = renderComment(result, { budget: full.length - 1 });
  expect(shorter).toContain("<summary>Evidence</summary>");
  expect(shorter).toContain("Left out for length: most evidence.");

  const bare = renderComment(result, { budget: 3_000 });
  expect(bare).toContain("Left out for length: evidence.");
  expect(bare).not.toContain("<summary>Evidence</summary>");
  expect(bare.match(/^- ❌/gm)).toHaveLength(10);

  const few = renderComment(result, { budget: bare.length - 1 });
  expect(few).toContain("Left out for length: evidence, most problems.");
  expect(few.match(/^- ❌/gm)).toHaveLength(3);
  expect(few).toContain("- … and 7 more.");

  const table = renderComment(result, { budget: few.length - 1 });
  expect(table).toContain("Left out for length: all details.");
  expect(table).toContain("| System | ❌ 10 failed of 20 |");
  expect(table).toContain("- … and 10 more");
});

test("a comment lists ten problems and counts the rest", () => {
  const text = renderComment(failing(47));
  expect(text.match(/^- ❌/gm)).toHaveLength(10);
  expect(text).toContain("- … and 37 more.");
});

test("a summary leaves out evidence first, then the checks that passed, and says so", () => {
  const result = failing(40, { evidence: [mild] });
  const full = renderSummary(result);
  expect(full).toContain("pass-39");
  expect(full).not.toContain("Left out");

  const bare = renderSummary(result, { budget: 25_000 });
  expect(bare).not.toContain("<summary>Evidence</summary>");
  expect(bare).toContain("Left out for length: evidence. See `result.json`.");
  expect(bare).toContain("pass-39");

  const failures = renderSummary(result, { budget: Buffer.byteLength(bare) - 1 });
  expect(failures).toContain("Left out for length: evidence, charts, checks that passed.");
  expect(failures).not.toContain("pass-39");
  expect(failures.match(/^- ❌/gm)).toHaveLength(40);
});
