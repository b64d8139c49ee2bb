import { annotate } from "../../src/github/annotations";
import { check } from "../../src/verdict/check";
import type { Verdict } from "../../src/verdict/result";
import { recordingLog } from "../support/recording-log";
import { gateResult, suite } from "../support/results";

function checks(verdict: Verdict, count: number, message = "as found") {
  return Array.from({ length: count }, (_, i) =>
    check({ id: `system/${verdict}-${i}`, title: "A title", verdict, message }),
  );
}

function annotationsOf(...given: ReturnType<typeof checks>[]): string[] {
  const { log, lines } = recordingLog();
  annotate(gateResult([suite("system", given.flat())]), log);
  return lines;
}

describe("annotate", () => {
  test("one error for each failed check, with the check in its title", () => {
    expect(annotationsOf(checks("pass", 3), checks("fail", 1))).toEqual([
      "error: system/fail-0: A title: as found",
    ]);
  });

  test("nothing for what passed or could not be told", () => {
    expect(annotationsOf(checks("pass", 3), checks("inconclusive", 2))).toEqual([]);
  });

  test("GitHub shows ten: nine checks, failures first, and room for the reason", () => {
    const lines = annotationsOf(checks("error", 12), checks("fail", 2));
    expect(lines).toHaveLength(9);
    expect(lines[0]).toContain("system/fail-0");
    expect(lines[1]).toContain("system/fail-1");
    expect(lines[2]).toContain("system/error-0");
  });

  test("a hostile message stays one short line", () => {
    const [line = ""] = annotationsOf(
      checks("fail", 1, `a\n::add-mask::b\u001b[31m${"x".repeat(9999)}`),
    );
    expect(line).not.toContain("\n");
    expect(line).not.toContain("\u001b");
    expect(line.length).toBeLessThan(600);
  });
});
