import fc from "fast-check";
import {
  binomialCdf,
  binomialComplement,
  binomialPmf,
} from "../../src/stats/distributions/binomial";
import {
  clopperPearson,
  clopperPearsonLower,
  clopperPearsonUpper,
} from "../../src/stats/proportions/clopper-pearson";
import { wilson } from "../../src/stats/proportions/wilson";
import reference from "../fixtures/stats/intervals.json";

const runs = { numRuns: 300, seed: 1 };
const count = fc
  .integer({ min: 1, max: 5000 })
  .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));

test.each(reference.proportions)("statsmodels: $k of $n at $confidence", (row) => {
  const { k, n, confidence } = row;
  const pairs = [
    [clopperPearson(k, n, confidence), row.clopperPearson],
    [wilson(k, n, confidence), row.wilson],
  ];
  for (const [got, expected] of pairs as [number[], number[]][]) {
    expect(got[0]).toBeCloseTo(expected[0] as number, 12);
    expect(got[1]).toBeCloseTo(expected[1] as number, 12);
  }
});

test("81 of 263, as published", () => {
  const round = (bounds: number[]) => bounds.map((bound) => Number(bound.toFixed(6)));
  expect(round(wilson(81, 263))).toEqual([0.255289, 0.36621]);
  expect(round(clopperPearson(81, 263))).toEqual([0.252737, 0.367622]);
});

test.each([
  [0.01, [299, 473, 628, 773]],
  [0.05, [59, 93, 124, 153]],
  [0.001, [2995]],
])("the sizes that clear %d with 0, 1, 2, 3 bad ones", (limit, sizes) => {
  sizes.forEach((n, bad) => {
    expect(clopperPearsonUpper(bad, n)).toBeLessThanOrEqual(limit);
    expect(clopperPearsonUpper(bad, n - 1)).toBeGreaterThan(limit);
  });
});

test("each bound leaves exactly the tail outside that it states", () => {
  fc.assert(
    fc.property(count, fc.double({ min: 0.5, max: 0.999, noNaN: true }), ([k, n], confidence) => {
      const lower = clopperPearsonLower(k, n, confidence);
      const upper = clopperPearsonUpper(k, n, confidence);
      if (k > 0) expect(binomialComplement(k - 1, n, lower)).toBeCloseTo(1 - confidence, 9);
      else expect(lower).toBe(0);
      if (k < n) expect(binomialCdf(k, n, upper)).toBeCloseTo(1 - confidence, 9);
      else expect(upper).toBe(1);
    }),
    runs,
  );
});

test("good ones are the mirror image of bad ones", () => {
  fc.assert(
    fc.property(count, ([k, n]) => {
      for (const interval of [clopperPearson, wilson]) {
        const [lower, upper] = interval(k, n);
        const [mirroredLower, mirroredUpper] = interval(n - k, n);
        expect(mirroredLower).toBeCloseTo(1 - upper, 12);
        expect(mirroredUpper).toBeCloseTo(1 - lower, 12);
        expect(lower).toBeLessThanOrEqual(k / n);
        expect(upper).toBeGreaterThanOrEqual(k / n);
      }
    }),
    runs,
  );
});

test("a count scaled to a smaller size widens both bounds and keeps the share inside", () => {
  fc.assert(
    fc.property(count, fc.double({ min: 0.01, max: 0.95, noNaN: true }), ([k, n], worth) => {
      const [lower, upper] = clopperPearson(k, n);
      const [widerLower, widerUpper] = clopperPearson(k * worth, n * worth);
      expect(widerLower).toBeLessThanOrEqual(lower + 1e-12);
      expect(widerUpper).toBeGreaterThanOrEqual(upper - 1e-12);
    }),
    runs,
  );
});

test("the exact coverage of Clopper–Pearson is never below its confidence", () => {
  for (const [n, p] of [
    [10, 0.5],
    [50, 0.02],
    [299, 0.01],
    [500, 0.005],
    [500, 0.3],
  ] as const) {
    let covered = 0;
    for (let k = 0; k <= n; k++) {
      const [lower, upper] = clopperPearson(k, n);
      if (lower <= p && p <= upper) covered += binomialPmf(k, n, p);
    }
    expect(covered).toBeGreaterThanOrEqual(0.95);
  }
});

test("of nothing, nothing is known", () => {
  expect(clopperPearson(0, 0)).toEqual([0, 1]);
  expect(wilson(0, 0)).toEqual([0, 1]);
});

test.each([
  [-1, 10, 0.95],
  [11, 10, 0.95],
  [Number.NaN, 10, 0.95],
  [1, Number.POSITIVE_INFINITY, 0.95],
  [1, 10, 0],
  [1, 10, 1],
  [1, 10, Number.NaN],
])("%d of %d at %d is a RangeError", (k, n, confidence) => {
  for (const method of [clopperPearson, clopperPearsonLower, clopperPearsonUpper, wilson]) {
    expect(() => method(k, n, confidence)).toThrow(RangeError);
  }
});
