import { binomialComplement } from "../../src/stats/distributions/binomial";
import { judgeShare } from "../../src/verdict/judge-share";
import { planShare } from "../../src/verdict/plan-share";

const plan = (n: number, limit: number) => planShare({ n, limit, direction: "at-most" });
const verdict = (count: number, n: number, limit: number) =>
  judgeShare({ count, n, limit, direction: "at-most", what: "requests" }).verdict;

test("the fewest that can pass", () => {
  expect([0.05, 0.01, 0.001].map((limit) => plan(500, limit).fewest)).toEqual([59, 299, 2995]);
  expect(
    [0.95, 0.99, 0.999].map((limit) => planShare({ n: 500, limit, direction: "at-least" }).fewest),
  ).toEqual([59, 299, 2995]);
});

test("the most bad ones that pass step up at the published sizes", () => {
  expect([298, 299, 472, 473, 627, 628, 772, 773].map((n) => plan(n, 0.01).mostBad)).toEqual([
    null,
    0,
    0,
    1,
    1,
    2,
    2,
    3,
  ]);
});

test("the plan says what the judge will do", () => {
  for (const [n, limit] of [
    [100, 0.05],
    [500, 0.01],
    [1000, 0.02],
  ] as const) {
    const mostBad = plan(n, limit).mostBad as number;
    expect([verdict(mostBad, n, limit), verdict(mostBad + 1, n, limit)]).toEqual([
      "pass",
      "inconclusive",
    ]);
  }
});

test("the share named is caught in 80 % of runs", () => {
  // 500 requests at 1 % fail from 10 bad ones on.
  expect([verdict(9, 500, 0.01), verdict(10, 500, 0.01)]).toEqual(["inconclusive", "fail"]);
  const { detected } = plan(500, 0.01);
  expect(binomialComplement(9, 500, detected as number)).toBeCloseTo(0.8, 9);
});

test("no tolerance: 299 clean ones, and a single bad one is caught", () => {
  expect(plan(500, 0)).toMatchObject({ fewest: 299, mostBad: 0 });
  expect(plan(500, 0).detected).toBeCloseTo(1 - 0.2 ** (1 / 500), 9);
  expect(plan(298, 0).mostBad).toBeNull();
});

test("too few to fail at all, and to pass at all", () => {
  expect(plan(2, 0.5)).toMatchObject({ mostBad: null, detected: null });
  expect(plan(100, 0.01).message).toContain("299");
});
