import fc from "fast-check";
import { randomStream } from "../../src/stats/random";
import { autocorrelation } from "../../src/stats/trend/autocorrelation";
import { mannKendall } from "../../src/stats/trend/mann-kendall";
import { theilSen, theilSenSlope } from "../../src/stats/trend/theil-sen";
import reference from "../fixtures/stats/load.json";
import { expectRelative } from "./relative-error";

const times = (n: number) => Array.from({ length: n }, (_, i) => i);
const series = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 4, maxLength: 40 });

test.each(reference.trends)("pymannkendall and scipy, series %#", (row) => {
  const test = mannKendall(row.values, "greater");
  expect(test.s).toBe(row.s);
  expectRelative(test.variance, row.variance, 1e-12);
  expectRelative(test.inflation, row.inflation, 1e-12);
  expectRelative(test.z, row.z, 1e-12);
  expectRelative(test.pValue, row.greater, 1e-10);
  const line = theilSen(times(row.values.length), row.values);
  expectRelative(line.slope, row.slope, 1e-12);
  expect(line.intercept).toBeCloseTo(row.intercept, 12);
});

test("Sen's interval is scipy's where it is bounded", () => {
  const bounded = reference.trends.filter(({ values }) => values.length > 4);
  expect(bounded.length).toBeGreaterThan(5);
  for (const { values, low, high } of bounded) {
    const { interval } = theilSen(times(values.length), values);
    expect(interval).toEqual([expect.closeTo(low, 12), expect.closeTo(high, 12)]);
  }
});

test("the correction has something to correct in these series", () => {
  expect(reference.trends.filter(({ inflation }) => inflation > 1.5).length).toBeGreaterThan(1);
  expect(reference.trends.filter(({ inflation }) => inflation === 1).length).toBeGreaterThan(2);
});

test("a constant series has no trend, a rising one the largest S", () => {
  expect(mannKendall(new Array(10).fill(3))).toEqual({
    s: 0,
    variance: 0,
    inflation: 1,
    z: 0,
    pValue: 1,
  });
  expect(mannKendall(times(10)).s).toBe(45);
  expect(theilSen(times(10), new Array(10).fill(3))).toEqual({
    slope: 0,
    intercept: 3,
    interval: [0, 0],
  });
});

test("so few values do not bound a slope", () => {
  expect(theilSen([0, 1, 2], [1, 2, 4]).interval).toEqual([null, null]);
});

test("a falling series is the mirror image of a rising one", () => {
  fc.assert(
    fc.property(series, (values) => {
      const mirrored = values.map((value) => -value);
      const { pValue, z } = mannKendall(values, "greater");
      expect(mannKendall(mirrored, "less").pValue).toBe(pValue);
      expect(mannKendall(mirrored).z).toBeCloseTo(-z, 12);
      expect(pValue).toBeGreaterThanOrEqual(0);
      expect(pValue).toBeLessThanOrEqual(1);
      const { slope, interval } = theilSen(times(values.length), values);
      expect(interval[0] ?? -Infinity).toBeLessThanOrEqual(slope);
      expect(interval[1] ?? Infinity).toBeGreaterThanOrEqual(slope);
    }),
    { seed: 1 },
  );
});

test("autocorrelation inflates the interval, too", () => {
  const values = times(40).map((i) => i / 10 + Math.sin(i * 2.7));
  const width = (inflation: number) => {
    const [low, high] = theilSen(times(40), values, { inflation }).interval as [number, number];
    return high - low;
  };
  expect(width(3)).toBeGreaterThan(1.4 * width(1));
});

test("a slope does not mind a few wild values, and times need not be even", () => {
  const at = [0, 1, 1, 4, 5.5, 9, 9, 12, 20];
  const values = at.map((time) => 7 + 2 * time);
  values[3] = 1e6;
  values[7] = -1e6;
  expect(theilSenSlope(at, values)).toBeCloseTo(2, 12);
});

test("rises by chance as seldom as it says, correlated or not", () => {
  const random = randomStream(5, "trend");
  const runs = 2000;
  let alarms = 0;
  for (let run = 0; run < runs; run++) {
    if (mannKendall(Array.from({ length: 30 }, random), "greater").pValue < 0.05) alarms++;
  }
  expect(alarms / runs).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs));
  expect(alarms / runs).toBeGreaterThan(0.02);
});

test("autocorrelation by its definition", () => {
  // Mean 2; deviations −1 0 1 0 −1 1: products at lag 1 are 0 0 0 0 −1, squares 4.
  expect(autocorrelation([1, 2, 3, 2, 1, 3], 1)).toBe(-0.25);
  expect(autocorrelation([1, 2, 3, 2, 1, 3], 0)).toBe(1);
  expect(autocorrelation([5, 5, 5], 1)).toBe(0);
});

test.each<[string, () => unknown]>([
  ["three values", () => mannKendall([1, 2, 3])],
  ["NaN", () => mannKendall([1, 2, 3, Number.NaN])],
  ["Infinity", () => theilSen([0, 1], [1, Infinity])],
  ["a significance of 0", () => mannKendall([1, 2, 3, 4], "greater", 0)],
  ["unequal lengths", () => theilSen([0, 1, 2], [1, 2])],
  ["one time throughout", () => theilSen([1, 1, 1], [1, 2, 3])],
  ["too many values", () => theilSen(times(5001), times(5001))],
  ["an inflation of 0", () => theilSen([0, 1], [0, 1], { inflation: 0 })],
  ["a confidence of 1", () => theilSen([0, 1], [0, 1], { confidence: 1 })],
  ["a lag past the end", () => autocorrelation([1, 2], 2)],
  ["a lag of ½", () => autocorrelation([1, 2], 0.5)],
  ["no values", () => autocorrelation([], 0)],
])("%s is a RangeError", (_, call) => {
  expect(call).toThrow(RangeError);
});
