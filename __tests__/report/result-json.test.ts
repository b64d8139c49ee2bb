import { InfergateError } from "../../src/errors";
import { parseResult } from "../../src/report/parse-result";
import { renderResultJson } from "../../src/report/result-json";
import type { GateResult, Series } from "../../src/verdict/result";
import { gateResult, passing, RESULTS, suite } from "../support/results";

const chart: Series = {
  id: "latency",
  title: "Latency",
  x: { title: "time", unit: "s" },
  y: { title: "p95", unit: "ms" },
  lines: [
    {
      name: "p95",
      points: [
        [0, 10],
        [1, Number.NaN],
        [2, 12],
      ],
    },
  ],
};

function broken(path: string, value: unknown): string {
  const copy = JSON.parse(
    renderResultJson(gateResult([suite("system", [passing("system/live")])])),
  );
  const keys = path.split(".");
  const last = keys.pop() as string;
  const owner = keys.reduce((object, key) => object[key], copy);
  if (value === undefined) delete owner[last];
  else owner[last] = value;
  return JSON.stringify(copy);
}

function refusal(text: string): InfergateError {
  try {
    parseResult(text, "out/result.json");
  } catch (error) {
    if (error instanceof InfergateError) return error;
    throw error;
  }
  throw new Error("it was accepted");
}

test.each(Object.entries(RESULTS))("the result of a run that is %s reads back", (_name, result) => {
  expect(parseResult(renderResultJson(result), "result.json")).toEqual(result);
});

test("what JSON has no number for becomes null, or a gap in a chart", () => {
  const odd = passing("load/performance/p95", {
    observed: Number.NaN,
    limit: Number.POSITIVE_INFINITY,
    interval: [1, Number.POSITIVE_INFINITY],
  });
  const text = renderResultJson(gateResult([suite("load", [odd], { series: [chart] })]));
  const [load] = parseResult(text, "result.json").suites;
  expect(load?.checks[0]).toMatchObject({ observed: null, limit: null, interval: [1, null] });
  expect(load?.series[0]?.lines[0]?.points).toEqual([
    [0, 10],
    [2, 12],
  ]);
  expect(text).toMatch(/^\{\n {2}"schemaVersion": 1,[\s\S]*\n\}\n$/);
});

test("styles of lines and scales of axes are optional, and read back", () => {
  const [line] = chart.lines as [Series["lines"][number]];
  const drawn: Series = {
    ...chart,
    scale: { x: "log" },
    lines: [
      { ...line, points: [[1, 2]] },
      { name: "limit", style: "limit", points: [] },
    ],
  };
  const result = gateResult([suite("load", [passing("load/a")], { series: [drawn] })]);
  expect(parseResult(renderResultJson(result), "result.json")).toEqual(result);
  const text = renderResultJson(result).replace('"style": "limit"', '"style": "dotted"');
  expect(refusal(text).message).toMatch(
    /lines\/1\/style must be .*line, points, step, limit.*dotted/,
  );
});

test.each<[string, string, RegExp]>([
  ["no JSON", "{", /^out\/result\.json is not JSON: /],
  ["a list", "[]", /^out\/result\.json is not a result of infergate: its top level must be object/],
  ["a newer format", broken("schemaVersion", 2), /has schemaVersion 2; this infergate reads 1/],
  [
    "an older format",
    broken("schemaVersion", 0),
    /\/schemaVersion must be equal to constant \(got 0\)/,
  ],
  [
    "an unknown verdict",
    broken("verdict", "green"),
    /\/verdict must be .*pass, fail.*\(got "green"\)/,
  ],
  ["a missing key", broken("run.seed", undefined), /\/run must have required property 'seed'/],
  [
    "an unknown key",
    broken("run.colour", 1),
    /\/run must NOT have additional properties \(colour\)/,
  ],
  [
    "an interval of three",
    broken("suites.0.checks.0.interval", [1, 2, 3]),
    /\/suites\/0\/checks\/0\/interval/,
  ],
  [
    "a percentage as text",
    broken("run.durationMs", "1s"),
    /\/run\/durationMs must be number \(got "1s"\)/,
  ],
])("%s is refused with the place", (_name, text, message) => {
  const error = refusal(text);
  expect(error.code).toBe("data/bad-result");
  expect(error.message).toMatch(message);
  expect(error.hint).toBeTruthy();
});

test("a key that pollutes the prototype is an unknown key", () => {
  const text = renderResultJson(RESULTS.empty as GateResult).replace(
    "{",
    '{"__proto__": {"x": 1},',
  );
  expect(refusal(text).message).toMatch(/__proto__/);
});

test.each([
  ["suites.0.verdict", "inconclusive", "/suites/0/verdict is inconclusive"],
  ["suites.0.verdict", "skipped", "/suites/0/verdict is skipped"],
  ["suites.0.checks.0.verdict", "fail", "/suites/0/verdict is pass, and its checks say otherwise"],
  ["suites.0.checks", [], "/suites/0/verdict is pass"],
  ["verdict", "fail", "/verdict is fail, and its suites say otherwise"],
])("a verdict that its parts do not have is not believed: %s %j", (path, value, why) => {
  expect(refusal(broken(path, value)).message).toContain(why);
});
