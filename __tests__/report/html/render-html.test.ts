import { createHash } from "node:crypto";
import { renderHtml } from "../../../src/report/html/render-html";
import { check } from "../../../src/verdict/check";
import type { GateResult } from "../../../src/verdict/result";
import { gateResult, RESULTS, suite } from "../../support/results";

const blocked = renderHtml(RESULTS.blocked as GateResult);

test("the verdict with its reason comes before anything else", () => {
  const [, body = ""] = blocked.split("<body>");
  const words = body
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  expect(words).toMatch(/^✗ Blocked: p95 latency 412 ms exceeds 350 ms/);
});

test("the policy allows the style and the script that are there, by their hashes, and nothing else", () => {
  const policy =
    /Content-Security-Policy" content="([^"]*)"/.exec(blocked)?.[1]?.replaceAll("&apos;", "'") ??
    "";
  for (const [directive, tag] of [
    ["style-src", "style"],
    ["script-src", "script"],
  ]) {
    const [text = ""] = [...blocked.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, "g"))].map(
      (match) => match[1],
    );
    const hash = createHash("sha256").update(text).digest("base64");
    expect(policy).toContain(`${directive} 'sha256-${hash}'`);
  }
  expect(policy).toMatch(/^default-src 'none'; /);
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
});

test("nothing in it is loaded from anywhere", () => {
  const mark = blocked.replace(/<(script|style)[^>]*>[\s\S]*?<\/\1>/g, "");
  expect(
    [...mark.matchAll(/\s(?:src|href|action|data)="([^"]*)"/g)].map(([, to = ""]) =>
      to.slice(0, 5),
    ),
  ).toEqual(expect.arrayContaining(["data:", "#suit"]));
  expect(mark).not.toMatch(/\s(?:src|href|action|data)="(?!#|data:image\/svg)/);
  expect(blocked).not.toMatch(/@import|url\(/);
});

test("the licence of what draws the charts goes with each copy", () => {
  expect(blocked).toMatch(
    /uplot [\d.]+ \(MIT\)[\s\S]*Permission is hereby granted, free of charge/,
  );
});

test("a run without charts has no data for them, one without problems no such section", () => {
  const text = renderHtml(RESULTS.empty as GateResult);
  expect(text).not.toMatch(/id="(?:charts|chart-data|attention)"/);
  expect(text).toContain("Nothing was checked.");
});

test("a suite that fails as a whole is listed with its reason", () => {
  const failed = suite("system", [], { verdict: "error", reason: "It was never reached." });
  expect(renderHtml(gateResult([failed]))).toContain(
    "System as a whole</h3>\n<p>It was never reached.</p>",
  );
});

test("five exchanges are shown with a check, the others counted", () => {
  const evidence = Array.from({ length: 7 }, (_, i) => ({
    request: `request ${i}`,
    response: "500",
  }));
  const one = check({
    id: "system/live",
    title: "Live",
    verdict: "fail",
    message: "No.",
    evidence,
  });
  const text = renderHtml(gateResult([suite("system", [one])]));
  expect(text).toContain("request 4");
  expect(text).not.toContain("request 5");
  expect(text).toContain("… and 2 more in <code>result.json</code>.");
});
