import { renderJunit } from "../../src/report/render-junit";
import type { GateResult } from "../../src/verdict/result";
import { gateResult, passing, RESULTS, suite } from "../support/results";
import { elements, parseXml } from "../support/xml";

function read(result: GateResult | undefined) {
  if (result === undefined) throw new Error("no such fixture");
  const root = parseXml(renderJunit(result));
  return {
    root,
    outcomes: elements(root, "testcase").map(({ attributes, children }) => {
      const [child] = children;
      const outcome = child && [child.name, child.attributes.type].filter(Boolean).join(" ");
      return [attributes.classname, attributes.name, outcome ?? "passed"].join(" | ");
    }),
  };
}

test("outcomes stay apart: failure, error, inconclusive as an error of its own type, skipped", () => {
  const { root, outcomes } = read(RESULTS.blocked);
  expect(outcomes).toEqual(
    expect.arrayContaining([
      "infergate.system | system/live | passed",
      "infergate.system | system/examples | skipped",
      "infergate.load | load/performance/p95 | failure fail",
      "infergate.shadow | shadow/agreement | error inconclusive",
      "infergate.canary | canary | skipped",
    ]),
  );
  expect(root.attributes).toMatchObject({ tests: "12", failures: "2", errors: "1", skipped: "2" });
});

test("a failure tells the numbers, the hint and the exchange", () => {
  const [, failure] = elements(read(RESULTS.blocked).root, "failure");
  expect(failure?.attributes.message).toMatch(/^5 of 400 answers differ/);
  expect(failure?.text).toContain("observed 98.8 % [97.1, 99.6] · limit ≥ 100 % · n=400");
  expect(failure?.text).toContain("\nAnswer:\n200\n");
});

test.each<[string, GateResult | undefined, string]>([
  ["without suites", RESULTS.empty, "infergate.run | run | error error"],
  ["that was never reached", RESULTS.unmeasured, "infergate.system | system | error error"],
  [
    "that says pass and holds nothing",
    gateResult([], { verdict: "pass" }),
    "infergate.run | run | error error",
  ],
  [
    "whose suite says pass and holds nothing",
    gateResult([suite("load", [], { verdict: "pass" })], { verdict: "pass" }),
    "infergate.load | load | error error",
  ],
  [
    "that failed for a reason no suite carries",
    gateResult([suite("system", [passing("system/live")])], { verdict: "fail" }),
    "infergate.run | run | failure fail",
  ],
])("a run %s is not green", (_name, result, expected) => {
  expect(read(result).outcomes).toContain(expected);
});
