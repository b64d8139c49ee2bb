import fc from "fast-check";
import { normalQuantile } from "../../src/stats/distributions/normal";
import {
  hodgesLehmann,
  signedRankInterval,
  signedRankLower,
  signedRankUpper,
} from "../../src/stats/ranks/hodges-lehmann";
import { hodgesLehmannShift, rankSumInterval } from "../../src/stats/ranks/hodges-lehmann-shift";
import { midranks } from "../../src/stats/ranks/midranks";
import { rankSumCdf, rankSumQuantile, rankSumTest } from "../../src/stats/ranks/rank-sum";
import {
  signedRankCdf,
  signedRankQuantile,
  signedRankTest,
} from "../../src/stats/ranks/signed-rank";
import reference from "../fixtures/stats/intervals.json";

const SIDES = ["two-sided", "greater", "less"] as const;

/** Hamilton depression scale before and after, from R's `wilcox.test` examples. */
const BEFORE = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
const AFTER = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
const DEPRESSION = BEFORE.map((before, i) => before - (AFTER[i] as number));
/** Permeability of the placenta, likewise. */
const TERM = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
const EARLY = [1.15, 0.88, 0.9, 0.74, 1.21];

describe("published values", () => {
  test("signed ranks: depression, V = 40", () => {
    const { statistic, pValue } = signedRankTest(DEPRESSION, "greater");
    expect(statistic).toBe(40);
    expect(pValue).toBe(0.01953125);
  });

  test("rank sums: permeability, W = 35", () => {
    const { statistic, pValue } = rankSumTest(TERM, EARLY, "greater");
    expect(statistic).toBe(35);
    expect(pValue).toBeCloseTo(0.1272061, 7);
  });

  test("Kayenta's shift of (10, 20, 30, 40) against (1, 2, 3, 4)", () => {
    expect(rankSumInterval([10, 20, 30, 40], [1, 2, 3, 4])).toEqual([6, 39]);
    expect(hodgesLehmannShift([10, 20, 30, 40], [1, 2, 3, 4])).toBe(22.5);
  });

  test("critical values of the printed tables", () => {
    // The largest sum that is still significant, two-sided 5 % (Wilcoxon and Wilcox, 1964).
    const table = { 6: 0, 7: 2, 8: 3, 9: 5, 10: 8, 15: 25, 20: 52, 25: 89 };
    for (const [n, critical] of Object.entries(table)) {
      expect([n, signedRankQuantile(0.025, Number(n)) - 1]).toEqual([n, critical]);
    }
    expect([4, 5, 8, 10].map((n) => rankSumQuantile(0.025, n, n) - 1)).toEqual([0, 2, 13, 23]);
  });
});

describe("against scipy", () => {
  test.each(reference.signedRanks)("signed ranks, sample %#", (row) => {
    expect(hodgesLehmann(row.values)).toBeCloseTo(row.estimate, 12);
    for (const side of SIDES) {
      const { statistic, pValue } = signedRankTest(row.values, side);
      if (side === "greater") expect(statistic).toBe(row.statistic);
      expect(pValue).toBeCloseTo(row.pValue[side], 10);
    }
  });

  test.each(reference.rankSums)("rank sums, sample %#", (row) => {
    expect(hodgesLehmannShift(row.x, row.y)).toBeCloseTo(row.estimate, 12);
    for (const side of SIDES) {
      const { statistic, pValue } = rankSumTest(row.x, row.y, side);
      if (side === "greater") expect(statistic).toBe(row.statistic);
      expect(pValue).toBeCloseTo(row.pValue[side], 10);
    }
  });
});

describe("distributions", () => {
  test("by enumeration", () => {
    const n = 10;
    const sums = Array.from({ length: 2 ** n }, (_, mask) => {
      let sum = 0;
      for (let rank = 1; rank <= n; rank++) if (mask & (1 << (rank - 1))) sum += rank;
      return sum;
    });
    for (let v = -1; v <= 56; v++) {
      expect(signedRankCdf(v, n)).toBe(sums.filter((sum) => sum <= v).length / 2 ** n);
    }
    // U counts the pairs in which the first sample's value is the larger one.
    const us = Array.from({ length: 2 ** 7 }, (_, mask) => mask)
      .map((mask) => Array.from({ length: 7 }, (_, i) => (mask >> i) & 1))
      .filter((marks) => marks.filter(Boolean).length === 3)
      .map((marks) =>
        marks.reduce(
          (u: number, mark, i) => u + (mark ? marks.slice(0, i).filter((m) => !m).length : 0),
          0,
        ),
      );
    expect(us).toHaveLength(35);
    for (let u = 0; u <= 12; u++) {
      expect(rankSumCdf(u, 3, 4)).toBeCloseTo(us.filter((other) => other <= u).length / 35, 14);
    }
  });

  test("the two sizes of a rank sum may change places", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 15 }),
        fc.integer({ min: 1, max: 15 }),
        fc.integer({ min: 0, max: 225 }),
        (m, n, u) => {
          expect(rankSumCdf(u, m, n)).toBeCloseTo(rankSumCdf(u, n, m), 13);
        },
      ),
      { seed: 1 },
    );
  });

  test("midranks and their ties", () => {
    const { ranks, tieSum } = midranks([3, 1, 3, 2, 3, 1]);
    expect([...ranks]).toEqual([5, 1.5, 5, 3, 5, 1.5]);
    expect(tieSum).toBe(27 - 3 + (8 - 2));
  });
});

describe("Hodges–Lehmann intervals", () => {
  const walsh = (values: number[]) =>
    values.flatMap((x, i) => values.slice(i).map((y) => (x + y) / 2)).sort((a, b) => a - b);
  const integers = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 40 });
  const reals = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
    minLength: 1,
    maxLength: 60,
  });

  test("are Walsh averages at the ranks of the exact distribution", () => {
    const averages = walsh(DEPRESSION);
    const rank = signedRankQuantile(0.025, 9);
    expect(signedRankInterval(DEPRESSION)).toEqual([averages[rank - 1], averages[45 - rank]]);
  });

  test("with ties are at the ranks of the tie-corrected normal approximation", () => {
    const values = [-1, 0, 0, 1, 1, 1, 2, 2, 3, 5];
    const variance = (10 * 11 * 21) / 24 - (8 - 2 + (27 - 3) + (8 - 2)) / 48;
    const rank = Math.floor((10 * 11) / 4 - normalQuantile(0.975) * Math.sqrt(variance) + 0.5);
    const averages = walsh(values);
    expect(signedRankInterval(values)).toEqual([averages[rank - 1], averages[55 - rank]]);
  });

  test.each([
    ["integers, with ties", integers],
    ["reals", reals],
  ])("the estimate is the median of the averages: %s", (_, sample) => {
    fc.assert(
      fc.property(sample, (values) => {
        const averages = walsh(values);
        const middle = averages.length / 2;
        const median =
          averages.length % 2 === 1
            ? averages[Math.floor(middle)]
            : ((averages[middle - 1] as number) + (averages[middle] as number)) / 2;
        // 0 and −0 are the same estimate.
        expect(hodgesLehmann(values) === median).toBe(true);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test("move with the values, hold the estimate, and mirror", () => {
    fc.assert(
      fc.property(integers, fc.integer({ min: -1000, max: 1000 }), (values, shift) => {
        const [lower, upper] = signedRankInterval(values);
        const [movedLower, movedUpper] = signedRankInterval(values.map((value) => value + shift));
        expect(movedLower).toBe(lower === null ? null : lower + shift);
        expect(movedUpper).toBe(upper === null ? null : upper + shift);
        expect(signedRankInterval(values.map((value) => 1 - value))).toEqual([
          upper === null ? null : 1 - upper,
          lower === null ? null : 1 - lower,
        ]);
        const estimate = hodgesLehmann(values);
        expect(lower ?? -Infinity).toBeLessThanOrEqual(estimate);
        expect(upper ?? Infinity).toBeGreaterThanOrEqual(estimate);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test("need six values at 95 %, and five for one side", () => {
    expect(signedRankInterval([1, 2, 3, 4, 5.5])).toEqual([null, null]);
    expect(signedRankInterval([1, 2, 3, 4, 5.5, 7])).toEqual([1, 7]);
    expect([signedRankLower([1, 2, 3, 4, 5.5]), signedRankUpper([1, 2, 3, 4, 5.5])]).toEqual([
      1, 5.5,
    ]);
    expect([signedRankLower([1, 2, 3, 4]), signedRankUpper([1, 2, 3, 4])]).toEqual([null, null]);
    expect(rankSumInterval([1, 2, 3], [4, 5, 6.5])).toEqual([null, null]);
  });

  test("one-sided bounds are those of the two-sided interval at twice the error", () => {
    expect([signedRankLower(DEPRESSION), signedRankUpper(DEPRESSION)]).toEqual(
      signedRankInterval(DEPRESSION, 0.9),
    );
  });

  test("the same value throughout is its own interval", () => {
    expect(signedRankInterval(new Array(100).fill(0.25))).toEqual([0.25, 0.25]);
  });

  test("of a thousand values match what sorting all averages gives", () => {
    const n = 1000;
    const values = Array.from({ length: n }, (_, i) => Math.sin(i) * 10 + (i % 7) / 3);
    const averages = new Float64Array((n * (n + 1)) / 2);
    let next = 0;
    for (let i = 0; i < n; i++) {
      for (let j = i; j < n; j++) {
        averages[next++] = ((values[i] as number) + (values[j] as number)) / 2;
      }
    }
    averages.sort();
    const [lower, upper] = signedRankInterval(values) as [number, number];
    expect(hodgesLehmann(values)).toBe(
      ((averages[250_249] as number) + (averages[250_250] as number)) / 2,
    );
    expect(averages.includes(lower) && averages.includes(upper)).toBe(true);
    expect(averages.indexOf(lower) + averages.lastIndexOf(upper)).toBe(averages.length - 1);
  });

  test.each([
    ["no values", () => hodgesLehmann([])],
    ["NaN", () => signedRankInterval([1, Number.NaN])],
    ["Infinity", () => hodgesLehmann([1, Infinity])],
    ["a confidence of 1", () => signedRankInterval([1, 2], 1)],
    ["an empty sample", () => hodgesLehmannShift([], [1])],
    ["an infinite value in a sample", () => rankSumInterval([1], [Infinity])],
    ["a NaN difference", () => signedRankTest([Number.NaN])],
    ["an empty sample of a test", () => rankSumTest([1], [])],
    ["an infinite value in a test", () => rankSumTest([1], [-Infinity])],
    ["no differences for the distribution", () => signedRankCdf(1, 0)],
    ["too many values for the distribution", () => rankSumCdf(1, 51, 1)],
  ])("%s is a RangeError", (_, call) => {
    expect(call).toThrow(RangeError);
  });

  test("nothing but equal values shows nothing", () => {
    expect(signedRankTest([0, 0, 0]).pValue).toBe(1);
    expect(rankSumTest([2, 2], [2, 2, 2]).pValue).toBe(1);
  });
});
