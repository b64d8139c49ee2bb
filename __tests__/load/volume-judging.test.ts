import type { VolumeConfig } from "../../src/config/types";
import { randomStream } from "../../src/stats/random";
import { judgeExponent } from "../../src/suites/load/volume/judge-exponent";
import { judgeLargest } from "../../src/suites/load/volume/judge-largest";
import { volumeSeries } from "../../src/suites/load/volume/volume-series";
import type { Check } from "../../src/verdict/result";

const SIZES = [1, 2, 4, 8, 16, 32, 64, 128];
const CONFIG: VolumeConfig = {
  sizes: SIZES,
  grows: "rows",
  each: 30,
  maxExponent: 1.15,
  correct: 0.99,
};

/** Thirty times of each size about a + c·sᵇ, as irregular as real ones: a tail of a fifth. */
function judge(
  seed: number,
  [a, c, b]: [number, number, number],
  sizes = SIZES,
  combine = (fixed: number, growing: number) => fixed + growing,
): Check {
  const random = randomStream(seed, "times");
  const measured = sizes.map((size) => ({
    size,
    times: Float64Array.from(
      { length: 30 },
      () => combine(a, c * size ** b) * (1 - 0.2 * Math.log(1 - random())),
    ),
    failures: [],
  }));
  return judgeExponent(measured, CONFIG, { what: "rows" }, randomStream(seed, "bootstrap"));
}

function count(
  law: [number, number, number],
  runs = 20,
  combine?: typeof Math.max,
): Record<string, number> {
  const counts: Record<string, number> = { pass: 0, fail: 0, inconclusive: 0 };
  for (let seed = 1; seed <= runs; seed++) {
    const { verdict } = judge(seed, law, SIZES, combine);
    counts[verdict] = (counts[verdict] ?? 0) + 1;
  }
  return counts;
}

test.each<[string, [number, number, number]]>([
  ["in proportion", [5, 1, 1]],
  ["less than that", [5, 1, 0.8]],
])("what grows %s seldom fails, and mostly passes", (_, law) => {
  const { pass, fail } = count(law);
  expect(fail).toBeLessThanOrEqual(2);
  expect(pass).toBeGreaterThanOrEqual(12);
});

test.each<[string, [number, number, number]]>([
  ["a little over the limit", [5, 1, 1.2]],
  ["with a half more", [5, 1, 1.5]],
  ["as a square behind a large fixed cost", [200, 0.02, 2]],
])("what grows %s hardly ever passes", (_, law) => {
  expect(count(law).pass).toBeLessThanOrEqual(2);
});

describe("a device that is not full until some size", () => {
  test.each<[number, number]>([
    [8, 0.5],
    [20, 0.6],
    [20, 2],
  ])("and takes %d ms until then, %d a row from then on, seldom fails", (a, c) => {
    const { pass, fail } = count([a, c, 1], 20, Math.max);
    expect(fail).toBeLessThanOrEqual(2);
    // The few sizes that grow leave its exponent open more often.
    expect(pass).toBeGreaterThanOrEqual(5);
  });

  test("and then as a power over the limit, hardly ever passes", () => {
    expect(count([20, 0.1, 1.4], 20, Math.max).pass).toBeLessThanOrEqual(2);
  });

  test("is described by what it is", () => {
    expect(judge(1, [20, 1, 1], SIZES, Math.max).message).toMatch(
      /the time is [\d.]+ ms or c·s\^(0\.9|1\.0)\d+, whichever is longer/,
    );
  });
});

test("a fail says first what grows too fast", () => {
  expect(judge(1, [0, 1, 2]).message).toMatch(/^the time grows as .* \+ c·s\^(1\.9|2\.0)/);
});

test("the chart has the law and the limit beside what was measured", () => {
  const measured = SIZES.map((size) => ({
    size,
    times: Float64Array.of(5 + size ** 2),
    failures: [],
  }));
  const [chart] = volumeSeries(measured, CONFIG, { what: "rows" });
  const lines = chart?.lines.map(({ name, style, points }) => [name, style, points.at(-1)?.[1]]);
  expect(lines).toEqual([
    ["measured", "points", 5 + 128 ** 2],
    ["fitted, exponent 2.00", undefined, expect.closeTo(5 + 128 ** 2, 0)],
    ["limit, exponent 1.15", "limit", expect.closeTo(5 + 128 ** 1.15, 0)],
  ]);
});

test("a square fails, with its exponent in the interval", () => {
  let held = 0;
  for (let seed = 1; seed <= 20; seed++) {
    const { verdict, interval } = judge(seed, [5, 0.05, 2]);
    expect(verdict).toBe("fail");
    const [low, high] = interval as [number, number];
    if (low <= 2 && 2 <= high) held++;
  }
  // Nine of ten, less what chance allows.
  expect(held).toBeGreaterThanOrEqual(15);
});

test("a cost that is all fixed passes, though its exponent could be anything", () => {
  const { pass, fail } = count([20, 0.001, 1], 10);
  expect(fail).toBe(0);
  expect(pass).toBeGreaterThanOrEqual(9);
});

test("three sizes fix no curve", () => {
  expect(judge(1, [5, 1, 1], [1, 2, 4])).toMatchObject({
    verdict: "inconclusive",
    message: "3 sizes were answered, and growth takes 4",
  });
});

test("ten failures in a row fail, though they are few of each size", () => {
  const sized = { size: 1, bytes: 1, evidence: { request: "", response: "" } };
  const failure = { ...sized, tookMs: null, problem: "status 500" };
  const measured = SIZES.map((size) => ({
    size,
    times: new Float64Array(150).fill(1),
    failures: [failure],
  }));
  const growth = {
    what: "rows",
    sizes: SIZES,
    most: 128,
    make: () => ({ rows: [], places: [] }),
  } as const;
  const judged = (each: number) =>
    judgeLargest(
      { accepted: SIZES, largest: 128, refused: null },
      measured,
      { ...growth, sizes: SIZES },
      {
        after: { ...sized, tookMs: 1, problem: null },
        each,
      },
    );
  expect(judged(151).verdict).toBe("pass");
  expect(judged(300)).toMatchObject({ verdict: "fail" });
  expect(judged(300).message).toMatch(/^10 requests in a row failed, .*: status 500; 128 rows/);
});
