import fc from "fast-check";
import {
  exponentialGapsTest,
  kolmogorovSmirnovOneSample,
} from "../../src/stats/distance/kolmogorov-smirnov-one-sample";
import { kolmogorovLimitTail, kolmogorovTail } from "../../src/stats/distributions/kolmogorov";
import { littlesLawDeviation } from "../../src/stats/load/littles-law";
import { clopperPearsonUpper } from "../../src/stats/proportions/clopper-pearson";
import { randomStream } from "../../src/stats/random";
import { earlyStoppingTotal } from "../../src/stats/sequential/early-stopping";
import { exceedanceSprt, exceedsSprt } from "../../src/stats/sequential/exceedance-sprt";
import reference from "../fixtures/stats/load.json";
import { expectRelative } from "./relative-error";

describe("the sequential test of exceedances", () => {
  test("1 % against 3 % at 5 % and 5 %: 2.63 + 0.01824n", () => {
    const { intercept, slope } = exceedanceSprt(0.01, 0.03);
    expect(intercept.toFixed(2)).toBe("2.63");
    expect(slope.toFixed(5)).toBe("0.01824");
  });

  test("the line is where one rate is (1−β)/α times as likely as the other", () => {
    const rate = fc.double({ min: 0.001, max: 0.4, noNaN: true });
    fc.assert(
      fc.property(rate, rate, fc.integer({ min: 1, max: 5000 }), (allowed, more, n) => {
        const found = allowed + more;
        const { intercept, slope } = exceedanceSprt(allowed, found, 0.02, 0.1);
        const k = intercept + slope * n;
        const evidence =
          k * Math.log(found / allowed) + (n - k) * Math.log((1 - found) / (1 - allowed));
        expect(evidence).toBeCloseTo(Math.log(0.9 / 0.02), 8);
        expect(exceedsSprt({ intercept, slope }, Math.min(n, Math.ceil(k)), n)).toBe(
          Math.ceil(k) <= n,
        );
      }),
      { seed: 1 },
    );
  });

  test("looked at after every request it seldom fails what is allowed, and soon finds the other", () => {
    const random = randomStream(9, "sprt");
    const line = exceedanceSprt(0.01, 0.03, 0.05, 0);
    const failsWithin = (rate: number, requests: number) => {
      let count = 0;
      for (let n = 1; n <= requests; n++) {
        if (random() < rate) count++;
        if (exceedsSprt(line, count, n)) return n;
      }
      return null;
    };
    const runs = 1000;
    const alarms = Array.from({ length: runs }, () => failsWithin(0.01, 3000)).filter(Boolean);
    expect(alarms.length / runs).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs));
    const found = Array.from({ length: 100 }, () => failsWithin(0.03, 3000)).filter(Boolean);
    expect(found.length).toBeGreaterThan(95);
  });
});

describe("MLPerf's early stopping", () => {
  test("published totals", () => {
    const totals = (percentile: number) =>
      [0, 1, 2].map((over) => earlyStoppingTotal(over, { percentile }));
    expect(totals(0.99)).toEqual([459, 662, 838]);
    expect(totals(0.9)).toEqual([44, 64, 81]);
  });

  test.each(reference.earlyStopping)(
    "the sum of binomial terms: %j",
    ({ over, total, ...rest }) => {
      expect(earlyStoppingTotal(over, rest)).toBe(total);
    },
  );

  test("is where the exact bound of the share falls below the limit", () => {
    for (const over of [0, 1, 5, 20]) {
      const total = earlyStoppingTotal(over, { percentile: 0.95, confidence: 0.95 });
      expect(clopperPearsonUpper(over, total, 0.95)).toBeLessThan(0.05);
      expect(clopperPearsonUpper(over, total - 1, 0.95)).toBeGreaterThanOrEqual(0.05);
    }
  });
});

test("Little's law: users = throughput × (response + thinking)", () => {
  expect(littlesLawDeviation(10, 50, 0.2)).toBe(0);
  expect(littlesLawDeviation(10, 40, 0.2, 0.05)).toBe(0);
  expect(littlesLawDeviation(10, 45, 0.2)).toBeCloseTo(0.1, 12);
  expect(littlesLawDeviation(10, 60, 0.2)).toBeCloseTo(0.2, 12);
});

describe("Kolmogorov's distribution", () => {
  test("of n values, against scipy", () => {
    expect(reference.kolmogorov.exact.length).toBeGreaterThan(60);
    for (const { n, d, p } of reference.kolmogorov.exact) {
      expectRelative(kolmogorovTail(d, n), p, 1e-10);
    }
  });

  test("in the limit, in both of its forms", () => {
    for (const { t, p } of reference.kolmogorov.limit) {
      expectRelative(kolmogorovLimitTail(t), p, 1e-12);
    }
    expect(kolmogorovLimitTail(1 - 1e-9)).toBeCloseTo(kolmogorovLimitTail(1 + 1e-9), 7);
    expect([kolmogorovLimitTail(0), kolmogorovLimitTail(Infinity)]).toEqual([1, 0]);
  });

  test("the published critical values of 5 %", () => {
    // L. H. Miller, Journal of the American Statistical Association 51 (1956).
    for (const [n, critical] of [
      [5, 0.56328],
      [10, 0.40925],
      [20, 0.29408],
      [100, 0.13403],
    ] as const) {
      expect(kolmogorovTail(critical, n)).toBeCloseTo(0.05, 4);
    }
  });

  test("methods meet where one takes over from the other", () => {
    const samePlace = 0.015 * Math.sqrt(5000 / 5001);
    expect(kolmogorovTail(0.015, 5000)).toBeCloseTo(kolmogorovTail(samePlace, 5001), 5);
    expect(kolmogorovTail(0.2 - 1e-9, 100)).toBeCloseTo(kolmogorovTail(0.2 + 1e-9, 100), 9);
    expect([kolmogorovTail(1, 5), kolmogorovTail(0.05, 5), kolmogorovTail(0, 1)]).toEqual([
      0, 1, 1,
    ]);
  });
});

test.each(reference.kolmogorov.samples)("gaps between arrivals, sample %#", (row) => {
  const { statistic, pValue } = exponentialGapsTest(row.gaps, row.rate);
  expectRelative(statistic, row.statistic, 1e-12);
  expectRelative(pValue, row.p, 1e-10);
});

test.each<[string, () => unknown]>([
  ["equal rates", () => exceedanceSprt(0.01, 0.01)],
  ["a rate of 0", () => exceedanceSprt(0, 0.01)],
  ["an alpha of 0", () => exceedanceSprt(0.01, 0.03, 0)],
  ["a beta of 1 − alpha", () => exceedanceSprt(0.01, 0.03, 0.05, 0.95)],
  ["more exceedances than requests", () => exceedsSprt({ intercept: 1, slope: 0.1 }, 3, 2)],
  ["half a request over", () => earlyStoppingTotal(0.5, { percentile: 0.99 })],
  ["a percentile of 99", () => earlyStoppingTotal(0, { percentile: 99 })],
  ["a tolerance of the whole", () => earlyStoppingTotal(0, { percentile: 0.9, tolerance: 0.9 })],
  ["no users", () => littlesLawDeviation(0, 1, 1)],
  ["a NaN throughput", () => littlesLawDeviation(1, Number.NaN, 1)],
  ["D above 1", () => kolmogorovTail(1.1, 5)],
  ["D of no values", () => kolmogorovTail(0.5, 0)],
  ["a negative t", () => kolmogorovLimitTail(-1)],
  ["no gaps", () => exponentialGapsTest([], 1)],
  ["a NaN gap", () => exponentialGapsTest([Number.NaN], 1)],
  ["no distribution function", () => kolmogorovSmirnovOneSample([2], (x) => x)],
])("%s is a RangeError", (_, call) => {
  expect(call).toThrow(RangeError);
});
