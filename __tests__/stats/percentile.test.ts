import fc from "fast-check";
import { binomialCdf } from "../../src/stats/distributions/binomial";
import { percentileInterval, quantile } from "../../src/stats/percentile";
import reference from "../fixtures/stats/intervals.json";

const ascending = (values: number[]) => Float64Array.from(values).sort();
const ranks = (n: number) => Float64Array.from({ length: n }, (_, i) => i + 1);

test.each(reference.quantiles)("NumPy's default quantiles, sample %#", ({ values, at }) => {
  for (const [p, expected] of Object.entries(at)) {
    expect(quantile(ascending(values), Number(p))).toBeCloseTo(expected, 10);
  }
});

test("requests that never answered are infinite, not NaN", () => {
  const sorted = [1, 2, Infinity, Infinity];
  expect([0, 1 / 3, 0.5, 1].map((p) => quantile(sorted, p))).toEqual([1, 2, Infinity, Infinity]);
});

test("a quantile grows with p and stays inside the sample", () => {
  const sample = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1 });
  const p = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(sample, p, p, (values, a, b) => {
      const sorted = ascending(values);
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      expect(quantile(sorted, low)).toBeLessThanOrEqual(quantile(sorted, high));
      expect(quantile(sorted, 0)).toBe(sorted[0]);
      expect(quantile(sorted, 1)).toBe(sorted.at(-1));
    }),
    { seed: 1 },
  );
});

test("the ranks of independent values leave at most the stated tail on each side", () => {
  for (const n of [100, 299, 1000, 3000]) {
    for (const p of [0.5, 0.9, 0.95, 0.99]) {
      const [lower, upper] = percentileInterval(ranks(n), p);
      if (lower !== null) {
        expect(binomialCdf(lower - 1, n, p)).toBeLessThan(0.025);
        expect(binomialCdf(lower, n, p)).toBeGreaterThanOrEqual(0.025);
      }
      if (upper !== null) {
        expect(1 - binomialCdf(upper - 1, n, p)).toBeLessThanOrEqual(0.025);
        expect(1 - binomialCdf(upper - 2, n, p)).toBeGreaterThan(0.025);
      }
    }
  }
});

test("a textbook interval: the median of 100 between the 40th and the 61st value", () => {
  expect(percentileInterval(ranks(100), 0.5)).toEqual([40, 61]);
});

test("no bound where the sample has no rank that far out", () => {
  expect(percentileInterval(ranks(300), 0.99)[1]).toBeNull();
  expect(percentileInterval(ranks(300), 0.01)[0]).toBeNull();
  expect(percentileInterval(ranks(5), 0.5)).toEqual([null, null]);
  expect(percentileInterval(ranks(1000), 0.95, 0.95, 0)).toEqual([null, null]);
});

test("p99 gets its upper bound with 368 independent values, not with the same worth 367", () => {
  const bounded = (size: number) => percentileInterval(ranks(4000), 0.99, 0.95, size)[1] !== null;
  // All n below q with probability 0.99^n: 0.99^367 = 0.0250, 0.99^368 = 0.0248.
  expect([367, 368].map((n) => 0.99 ** n <= 0.025)).toEqual([bounded(367), bounded(368)]);
});

test("a smaller effective size only widens", () => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 3000 }), (size) => {
      const [lower, upper] = percentileInterval(ranks(3000), 0.9, 0.95, size);
      const [narrowLower, narrowUpper] = percentileInterval(ranks(3000), 0.9);
      expect(lower ?? 0).toBeLessThanOrEqual((narrowLower as number) + 30);
      expect(upper ?? Infinity).toBeGreaterThanOrEqual((narrowUpper as number) - 30);
      expect(lower ?? 0).toBeLessThan(2700);
      expect(upper ?? Infinity).toBeGreaterThan(2700);
    }),
    { seed: 1 },
  );
});

test.each([
  ["no values", () => quantile([], 0.5)],
  ["p above 1", () => quantile([1], 1.1)],
  ["a size above n", () => percentileInterval([1, 2], 0.5, 0.95, 3)],
  ["a negative size", () => percentileInterval([1, 2], 0.5, 0.95, -1)],
  ["a NaN size", () => percentileInterval([1, 2], 0.5, 0.95, Number.NaN)],
  ["a confidence of 1", () => percentileInterval([1, 2], 0.5, 1)],
])("%s is a RangeError", (_, call) => {
  expect(call).toThrow(RangeError);
});
