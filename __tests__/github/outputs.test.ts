import { outputsOfError, outputsOfResult } from "../../src/github/outputs";
import { check, skipped } from "../../src/verdict/check";
import type { Verdict } from "../../src/verdict/result";
import { gateResult, suite } from "../support/results";

const one = (id: string, verdict: Verdict) => check({ id, title: id, verdict, message: "m" });

describe("outputsOfResult", () => {
  test("counts the checks of all suites, and no skipped one", () => {
    const result = gateResult([
      suite("system", [one("a", "pass"), one("b", "pass"), skipped("c", "c", "not asked for")]),
      suite("load", [one("d", "fail"), one("e", "inconclusive"), one("f", "error")]),
    ]);
    expect(outputsOfResult(result, "/report", "https://github.test/1")).toEqual({
      verdict: "fail",
      reason: result.reason,
      "report-path": "/report",
      passed: "2",
      failed: "1",
      inconclusive: "1",
      errors: "1",
      "comment-url": "https://github.test/1",
    });
  });

  test("without a comment its URL is empty", () => {
    expect(outputsOfResult(gateResult([]), "/report", null)["comment-url"]).toBe("");
  });

  test("the reason is one line without anything invisible, and bounded", () => {
    const reason = `a\r\nb\u202ec\u001b[31m ${"x".repeat(5000)}`;
    const shown = outputsOfResult(gateResult([], { reason }), "/report", null).reason;
    expect(shown).toMatch(/^a b⟨U\+202E⟩c x+…$/);
    expect(shown).toHaveLength(1000);
  });
});

describe("outputsOfError", () => {
  test("is an error with no checks, under the same names", () => {
    const error = outputsOfError("no such file\nat all");
    expect(error).toMatchObject({ verdict: "error", reason: "no such file at all", passed: "0" });
    expect(Object.keys(error)).toEqual(Object.keys(outputsOfResult(gateResult([]), "", null)));
  });
});
