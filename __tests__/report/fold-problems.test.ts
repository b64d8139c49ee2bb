import { renderHtml } from "../../src/report/html/render-html";
import { foldProblems, listProblems, type Problem } from "../../src/report/list-problems";
import { renderComment } from "../../src/report/render-comment";
import { renderTerminal } from "../../src/report/render-terminal";
import { check } from "../../src/verdict/check";
import { gateResult, suite } from "../support/results";

const CAUSE = { verdict: "error", message: "not judged: the generator was the limit" } as const;
const broken = (id: string, given: Partial<Parameters<typeof check>[0]> = {}) =>
  check({ id, title: `Title of ${id}`, ...CAUSE, ...given });

const RESULT = gateResult([
  suite("load", [
    broken("load/performance/p95"),
    broken("load/performance/p99"),
    broken("load/performance/errors"),
    broken("load/performance/correct", { message: "another reason" }),
  ]),
]);

test("checks that one cause kept from being measured are told once, with all their ids", () => {
  const folded = foldProblems(listProblems(RESULT));
  expect(folded.map(({ check: { id }, also }) => [id, also])).toEqual([
    ["load/performance/p95", ["load/performance/p99", "load/performance/errors"]],
    ["load/performance/correct", []],
  ]);
});

test.each<[string, Partial<Parameters<typeof check>[0]>]>([
  ["fails, each of which was measured", { verdict: "fail" }],
  ["another hint", { hint: "Look elsewhere." }],
  ["evidence", { evidence: [{ request: "GET /", response: "500" }] }],
])("but not %s", (_, given) => {
  const problems = ["a", "b"].map(
    (id, i): Problem => ({ suite: "load", check: broken(id, i === 0 ? {} : given) }),
  );
  expect(foldProblems(problems)).toHaveLength(2);
  const alike = ["a", "b"].map(
    (id): Problem => ({ suite: "load", check: broken(id, { verdict: "fail" }) }),
  );
  expect(foldProblems(alike)).toHaveLength(2);
});

test("every report tells it so", () => {
  const comment = renderComment(RESULT);
  expect(comment.match(/the generator was the limit/g)).toHaveLength(1);
  expect(comment).toContain("Title of load/performance/p95 (and 2 more checks)");
  expect(comment).toContain(
    "`load/performance/p95`, `load/performance/p99`, `load/performance/errors`",
  );
  const terminal = renderTerminal(RESULT, { colour: false, columns: 80, files: [] });
  expect(terminal).toContain("The same holds for load/performance/p99, load/performance/errors");
  expect(renderHtml(RESULT)).toContain("<code>load/performance/p99</code>");
});
