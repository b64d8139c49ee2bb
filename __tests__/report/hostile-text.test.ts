import fc from "fast-check";
import { renderHtml } from "../../src/report/html/render-html";
import { parseResult } from "../../src/report/parse-result";
import { renderComment } from "../../src/report/render-comment";
import { renderJunit } from "../../src/report/render-junit";
import { renderSummary } from "../../src/report/render-summary";
import { renderTerminal } from "../../src/report/render-terminal";
import { renderResultJson } from "../../src/report/result-json";
import { displayWidth } from "../../src/report/wrap-text";
import { hostileText, withText } from "../support/hostile-text";
import { liveParts, outsideCode, tableWidths } from "../support/markdown-rules";
import { RESULTS } from "../support/results";
import { elements, parseXml } from "../support/xml";

const blocked = RESULTS.blocked as NonNullable<(typeof RESULTS)[string]>;
const hostileResult = hostileText.map((text) => withText(blocked, text));
const RUNS = { numRuns: 300 };

describe.each([
  ["comment", renderComment],
  ["summary", renderSummary],
])("any text in the %s", (_name, render) => {
  test("stays text: no mark-up, link, mention or reference of it is live", () => {
    fc.assert(
      fc.property(hostileResult, (result) => {
        expect(liveParts(render(result))).toEqual([]);
      }),
      RUNS,
    );
  });

  test("leaves every table whole and every section folded and unfolded once", () => {
    const widths = tableWidths(render(blocked));
    fc.assert(
      fc.property(hostileResult, (result) => {
        const text = render(result);
        const found = tableWidths(text);
        expect(found.length).toBe(widths.length);
        for (const rows of found) expect(new Set(rows).size).toBe(1);
        const lines = outsideCode(text);
        expect(lines.split("</details>").length).toBe(lines.split("<details>").length);
        expect((lines.match(/^#+ /gm) ?? []).length).toBe(
          (render(blocked).match(/^#+ /gm) ?? []).length,
        );
      }),
      RUNS,
    );
  });
});

test("any text in report.html makes no element, no attribute and hides nothing", () => {
  const known = new Set(tagNames(renderHtml(blocked)));
  fc.assert(
    fc.property(hostileResult, (result) => {
      const text = renderHtml(result);
      expect(tagNames(text).filter((name) => !known.has(name))).toEqual([]);
      expect(text.match(/<script/g)).toHaveLength(2);
      const outside = text.replace(/<(script|style)>[\s\S]*?<\/\1>/g, "");
      expect(outside).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }),
    { numRuns: 100 },
  );
});

/** The element names of what is well-formed; throws at a bracket that opens no such tag. */
function tagNames(text: string): string[] {
  const outside = text
    .replace(/<(script|style)>[\s\S]*?<\/\1>/g, "")
    .replace("<!doctype html>", "");
  const rest = outside.replace(TAG, "");
  if (/[<>]/.test(rest))
    throw new Error(`a stray bracket: ${/.{0,40}[<>].{0,40}/.exec(rest)?.[0]}`);
  return [...outside.matchAll(TAG)].map(([, name = ""]) => name);
}

const TAG =
  /<\/?([a-z][a-z0-9]*)(?: (?:class|id|data-[a-z]+|aria-[a-z]+|[a-z-]+)(?:="[^"<>]*")?)*>/g;

test("any text in junit.xml leaves it well-formed, with every check in it", () => {
  const checks = blocked.suites.flatMap((suite) => suite.checks).length;
  fc.assert(
    fc.property(hostileResult, (result) => {
      const root = parseXml(renderJunit(result));
      // The canary suite did not run and has no checks, so that it gets a testcase of its own.
      expect(elements(root, "testcase").length).toBe(checks + 1);
    }),
    RUNS,
  );
});

test("any text in result.json is read back as it was", () => {
  fc.assert(
    fc.property(hostileResult, (result) => {
      fc.pre(result.suites.every(({ checks }) => checks.every(({ id }) => id !== "")));
      expect(parseResult(renderResultJson(result), "result.json")).toEqual(result);
    }),
    RUNS,
  );
});

test("any text in the terminal neither moves the cursor, nor commands the runner, nor breaks lines", () => {
  fc.assert(
    fc.property(hostileResult, (result) => {
      const text = renderTerminal(result, { colour: false, columns: 80, files: ["result.json"] });
      expect(text).not.toMatch(/(?![\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      for (const line of text.split("\n")) {
        expect(line).not.toMatch(/^\s*::|##\[/);
        if (!line.startsWith("Again:")) expect(displayWidth(line)).toBeLessThanOrEqual(80);
      }
    }),
    RUNS,
  );
});
