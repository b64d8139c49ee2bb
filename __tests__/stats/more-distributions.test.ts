import fc from "fast-check";
import {
  chiSquareCdf,
  chiSquareQuantile,
  chiSquareTail,
  chiSquareUpperQuantile,
} from "../../src/stats/distributions/chi-square";
import { fisherFCdf, fisherFQuantile, fisherFTail } from "../../src/stats/distributions/fisher-f";
import { gammaQuantile, gammaUpperQuantile } from "../../src/stats/distributions/gamma-quantile";
import {
  hypergeometric,
  hypergeometricCdf,
  hypergeometricTail,
} from "../../src/stats/distributions/hypergeometric";
import {
  regularizedGammaLower,
  regularizedGammaUpper,
} from "../../src/stats/distributions/incomplete-gamma";
import { lnBeta } from "../../src/stats/distributions/ln-beta";
import { studentTQuantile } from "../../src/stats/distributions/student-t";
import reference from "../fixtures/stats/comparisons.json";
import { expectRelative } from "./relative-error";

const TOLERANCE = 1e-10;
const runs = { numRuns: 300, seed: 1 };

test.each([
  ["chiSquare", 40],
  ["gammaQuantile", 60],
  ["fisherF", 30],
  ["hypergeometric", 15],
] as const)("the fixture %s holds more than %d rows", (name, fewest) => {
  expect(reference[name].length).toBeGreaterThan(fewest);
});

test("χ², both tails", () => {
  for (const { x, df, lower, upper } of reference.chiSquare) {
    expectRelative(chiSquareCdf(x, df), lower, TOLERANCE);
    expectRelative(chiSquareTail(x, df), upper, TOLERANCE);
  }
});

test("gamma quantiles, from 1e-200 on", () => {
  for (const { p, a, tail, x } of reference.gammaQuantile) {
    const quantile = tail === "lower" ? gammaQuantile : gammaUpperQuantile;
    expectRelative(quantile(p, a), x, TOLERANCE);
  }
});

test("F, both tails", () => {
  for (const { x, df1, df2, lower, upper } of reference.fisherF) {
    expectRelative(fisherFCdf(x, df1, df2), lower, TOLERANCE);
    expectRelative(fisherFTail(x, df1, df2), upper, TOLERANCE);
  }
});

test("hypergeometric, against fractions", () => {
  for (const { k, pmf, cdf, tail, ...urn } of reference.hypergeometric) {
    const { lowest, probabilities } = hypergeometric(urn);
    expectRelative(probabilities[k - lowest] as number, pmf, TOLERANCE);
    expectRelative(hypergeometricCdf(k, urn), cdf, TOLERANCE);
    expectRelative(hypergeometricTail(k, urn), tail, TOLERANCE);
  }
});

test("the figures of every textbook", () => {
  expect(chiSquareUpperQuantile(0.05, 1)).toBeCloseTo(3.841458820694124, 12);
  expect(chiSquareQuantile(0.95, 10)).toBeCloseTo(18.307038053275146, 11);
  expect(fisherFQuantile(0.95, 3, 20)).toBeCloseTo(3.098391211, 8);
  // t² with ν degrees of freedom is F with 1 and ν.
  expect(fisherFQuantile(0.95, 1, 12)).toBeCloseTo(studentTQuantile(0.975, 12) ** 2, 11);
  expect(lnBeta(2, 3)).toBeCloseTo(Math.log(1 / 12), 14);
});

test("quantiles invert their distributions", () => {
  const p = fc.double({ min: 1e-12, max: 0.5, noNaN: true });
  const shape = fc.double({ min: 0.05, max: 1e5, noNaN: true });
  fc.assert(
    fc.property(p, shape, shape, (tail, a, b) => {
      const low = gammaQuantile(tail, a);
      if (low > 1e-300) expectRelative(regularizedGammaLower(a, low), tail, 1e-9);
      expectRelative(regularizedGammaUpper(a, gammaUpperQuantile(tail, a)), tail, 1e-9);
      expectRelative(chiSquareTail(chiSquareUpperQuantile(tail, a), a), tail, 1e-9);
      const f = fisherFQuantile(tail, a, b);
      if (f > 1e-300) expectRelative(fisherFCdf(f, a, b), tail, 1e-8);
    }),
    runs,
  );
});

test("a hypergeometric distribution adds up, and its tails complete each other", () => {
  const count = fc.integer({ min: 0, max: 60 });
  fc.assert(
    fc.property(
      count,
      count,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (marked, others, share) => {
        const urn = { marked, others, drawn: Math.round(share * (marked + others)) };
        const { lowest, probabilities } = hypergeometric(urn);
        expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
        const highest = lowest + probabilities.length - 1;
        expect(hypergeometricCdf(highest, urn)).toBeCloseTo(1, 12);
        expect(hypergeometricTail(highest + 1, urn)).toBe(0);
        expect(hypergeometricCdf(lowest - 1, urn)).toBe(0);
        expect(hypergeometricCdf(lowest, urn) + hypergeometricTail(lowest + 1, urn)).toBeCloseTo(
          1,
          12,
        );
      },
    ),
    runs,
  );
});

test("ends are exact", () => {
  expect([gammaQuantile(0, 2), gammaQuantile(1, 2), gammaUpperQuantile(0, 2)]).toEqual([
    0,
    Infinity,
    Infinity,
  ]);
  expect([chiSquareCdf(0, 3), chiSquareTail(Infinity, 3)]).toEqual([0, 0]);
  expect([fisherFCdf(0, 2, 3), fisherFTail(Infinity, 2, 3)]).toEqual([0, 0]);
  expect([fisherFQuantile(0, 2, 3), fisherFQuantile(1, 2, 3)]).toEqual([0, Infinity]);
  expect(gammaQuantile(0.05, 0.001)).toBe(0);
});

test.each<[string, () => unknown]>([
  ["a shape of 0", () => gammaQuantile(0.5, 0)],
  ["a p above 1", () => gammaQuantile(1.5, 2)],
  ["a NaN p", () => gammaUpperQuantile(Number.NaN, 2)],
  ["no degrees of freedom", () => chiSquareTail(1, 0)],
  ["a negative χ²", () => chiSquareCdf(-1, 2)],
  ["infinite degrees of freedom", () => chiSquareQuantile(0.5, Infinity)],
  ["a NaN F", () => fisherFCdf(Number.NaN, 1, 1)],
  ["an F without df", () => fisherFQuantile(0.5, 1, 0)],
  ["half an item", () => hypergeometric({ marked: 0.5, others: 1, drawn: 1 })],
  ["more drawn than there are", () => hypergeometric({ marked: 1, others: 1, drawn: 3 })],
  ["a NaN count", () => hypergeometricCdf(Number.NaN, { marked: 1, others: 1, drawn: 1 })],
  ["lnBeta(0, 1)", () => lnBeta(0, 1)],
])("%s is a RangeError", (_, call) => {
  expect(call).toThrow(RangeError);
});
