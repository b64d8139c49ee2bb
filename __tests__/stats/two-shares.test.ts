import fc from "fast-check";
import { binomialPmf } from "../../src/stats/distributions/binomial";
import { gTest, pearsonChiSquare } from "../../src/stats/proportions/contingency";
import {
  excessHarmBounds,
  excessHarmTest,
  pairedExcessHarmBounds,
  pairedExcessHarmTest,
} from "../../src/stats/proportions/excess-harm";
import { fisherExact } from "../../src/stats/proportions/fisher-exact";
import { mcnemarChiSquare, mcnemarExact } from "../../src/stats/proportions/mcnemar";
import {
  miettinenNurminen,
  miettinenNurminenTest,
  skewnessCorrectedTest,
} from "../../src/stats/proportions/miettinen-nurminen";
import { newcombe } from "../../src/stats/proportions/newcombe";
import { newcombePaired } from "../../src/stats/proportions/newcombe-paired";
import { pairedDifference, tango, tangoTest } from "../../src/stats/proportions/paired-difference";
import { sampleRatioTest } from "../../src/stats/proportions/sample-ratio";
import { twoProportionTest, twoProportionZ } from "../../src/stats/proportions/two-proportions";
import reference from "../fixtures/stats/comparisons.json";
import { expectRelative } from "./relative-error";

const SIDES = ["two-sided", "greater", "less"] as const;
const of = (successes: number, trials: number) => ({ successes, trials });
const pairs = (both: number, firstOnly: number, secondOnly: number, neither: number) => ({
  both,
  firstOnly,
  secondOnly,
  neither,
});
const round = (bounds: readonly number[]) => bounds.map((bound) => Number(bound.toFixed(4)));
const share = fc
  .integer({ min: 1, max: 400 })
  .chain((trials) =>
    fc.integer({ min: 0, max: trials }).map((successes) => ({ successes, trials })),
  );
const paired = fc
  .tuple(fc.nat(80), fc.nat(20), fc.nat(20), fc.nat(80))
  .filter((counts) => counts.some(Boolean))
  .map(([both, firstOnly, secondOnly, neither]) => pairs(both, firstOnly, secondOnly, neither));

describe("published values", () => {
  test.each([
    // R. G. Newcombe, Statistics in Medicine 17 (1998), page 881: contrasts a, b, c, d.
    [of(56, 70), of(48, 80), [0.0528, 0.3382], [0.0524, 0.3339]],
    [of(9, 10), of(3, 10), [0.17, 0.8406], [0.1705, 0.809]],
    [of(6, 7), of(2, 7), [0.0342, 0.8534], [0.0582, 0.8062]],
    [of(5, 56), of(0, 29), [-0.0326, 0.1933], [-0.0381, 0.1926]],
  ])("%j against %j", (first, second, score, wilson) => {
    expect(round(miettinenNurminen(first, second))).toEqual(score);
    expect(round(newcombe(first, second))).toEqual(wilson);
  });

  test("airways before and after: M. W. Fagerland, S. Lydersen and P. Laake (2014)", () => {
    const counts = pairs(1, 1, 7, 12);
    expect(tango(counts).map((bound) => bound.toFixed(3))).toEqual(["-0.517", "-0.026"]);
    expect(newcombePaired(counts).map((bound) => bound.toFixed(3))).toEqual(["-0.507", "-0.026"]);
  });

  test("Fisher's tea taster", () => {
    expect(fisherExact(of(3, 4), of(1, 4), "greater").toFixed(7)).toBe("0.2428571");
    expect(fisherExact(of(3, 4), of(1, 4)).toFixed(7)).toBe("0.4857143");
  });

  test("McNemar of 86 against 150", () => {
    expectRelative(mcnemarExact(86, 150), 3.715936e-5, 1e-6);
    expect(mcnemarChiSquare(86, 150, false).statistic.toFixed(5)).toBe("17.35593");
    expect(mcnemarChiSquare(86, 150).statistic.toFixed(5)).toBe("16.81780");
  });

  test("sample-ratio mismatch of 5100 against 4900", () => {
    expect(sampleRatioTest([5100, 4900], [1, 1]).pValue.toFixed(7)).toBe("0.0455003");
  });
});

describe("against scipy, statsmodels and 40 digits", () => {
  test.each(reference.twoShares)("two shares %#", (row) => {
    const { first, second } = row;
    const intervals = [
      [miettinenNurminen(first, second), row.miettinenNurminen],
      [newcombe(first, second), row.newcombe],
    ] as [number[], number[]][];
    for (const [got, expected] of intervals) {
      expect(got).toEqual(expected.map((bound) => expect.closeTo(bound, 10)));
    }
    for (const { difference, z } of row.score) {
      expectRelative(miettinenNurminenTest(first, second, difference, "less").z, z, 1e-8);
    }
    for (const { difference, z } of row.corrected) {
      expectRelative(skewnessCorrectedTest(first, second, difference, "less").z, z, 1e-8);
    }
    for (const side of SIDES) {
      expectRelative(fisherExact(first, second, side), row.fisher[side], 1e-10);
      if (row.pooledZ) {
        expectRelative(twoProportionZ(first, second, side).pValue, row.pooledZ[side], 1e-9);
      }
    }
  });

  test.each(reference.pairedShares)("paired shares %#", ({ counts, ...row }) => {
    expect(tango(counts)).toEqual(row.tango.map((bound) => expect.closeTo(bound, 11)));
    expect(newcombePaired(counts)).toEqual(row.newcombe.map((bound) => expect.closeTo(bound, 11)));
    for (const { difference, z } of row.score) {
      expectRelative(tangoTest(counts, difference, "greater").z, z, 1e-9);
    }
  });

  test.each(reference.contingency)("tables %#", ({ table, df, chi, chiP, g, gP }) => {
    const pearson = pearsonChiSquare(table);
    const likelihood = gTest(table);
    expect([pearson.df, likelihood.df]).toEqual([df, df]);
    expectRelative(pearson.statistic, chi, 1e-11);
    expectRelative(pearson.pValue, chiP, 1e-10);
    expectRelative(likelihood.statistic, g, 1e-9);
    expectRelative(likelihood.pValue, gP, 1e-10);
  });

  test.each(reference.sampleRatio)("sample ratios %#", ({ counts, shares, statistic, p }) => {
    const got = sampleRatioTest(counts, shares);
    expectRelative(got.statistic, statistic, 1e-11);
    expectRelative(got.pValue, p, 1e-10);
  });

  test.each(reference.mcnemar)("McNemar %#", (row) => {
    const { first, second } = row;
    expectRelative(mcnemarExact(first, second), row.exact, 1e-10);
    expectRelative(mcnemarExact(first, second, "greater"), row.greater, 1e-10);
    expectRelative(mcnemarExact(second, first, "less"), row.greater, 1e-10);
    for (const [corrected, expected] of [
      [false, row.plain],
      [true, row.corrected],
    ] as const) {
      if (!expected) continue;
      const got = mcnemarChiSquare(first, second, corrected);
      expectRelative(got.statistic, expected.statistic, 1e-12);
      expectRelative(got.pValue, expected.p, 1e-10);
    }
  });
});

describe("what must hold for all counts", () => {
  const runs = { numRuns: 200, seed: 1 };

  test("intervals hold the estimate and mirror, and more confidence widens them", () => {
    fc.assert(
      fc.property(share, share, (first, second) => {
        const estimate = first.successes / first.trials - second.successes / second.trials;
        for (const interval of [newcombe, miettinenNurminen]) {
          const [low, high] = interval(first, second);
          expect(low).toBeLessThanOrEqual(estimate + 1e-12);
          expect(high).toBeGreaterThanOrEqual(estimate - 1e-12);
          expect(low).toBeGreaterThanOrEqual(-1);
          expect(high).toBeLessThanOrEqual(1);
          const mirrored = interval(second, first);
          expect(mirrored).toEqual([expect.closeTo(-high, 9), expect.closeTo(-low, 9)]);
          const [wideLow, wideHigh] = interval(first, second, 0.99);
          expect(wideLow).toBeLessThanOrEqual(low + 1e-12);
          expect(wideHigh).toBeGreaterThanOrEqual(high - 1e-12);
        }
      }),
      runs,
    );
  });

  test("so do those of pairs", () => {
    fc.assert(
      fc.property(paired, (counts) => {
        const { difference } = pairedDifference(counts);
        const swapped = {
          ...counts,
          firstOnly: counts.secondOnly,
          secondOnly: counts.firstOnly,
        };
        for (const interval of [newcombePaired, tango]) {
          const [low, high] = interval(counts);
          expect(low).toBeLessThanOrEqual(difference + 1e-12);
          expect(high).toBeGreaterThanOrEqual(difference - 1e-12);
          expect(interval(swapped)).toEqual([expect.closeTo(-high, 9), expect.closeTo(-low, 9)]);
        }
      }),
      runs,
    );
  });

  test("p-values are probabilities, and exchanging the samples exchanges the sides", () => {
    fc.assert(
      fc.property(share, share, (first, second) => {
        for (const test of [
          fisherExact,
          (...args: Parameters<typeof fisherExact>) => twoProportionZ(...args).pValue,
          (...args: Parameters<typeof fisherExact>) => twoProportionTest(...args).pValue,
        ]) {
          for (const side of SIDES) {
            expect(test(first, second, side)).toBeGreaterThanOrEqual(0);
            expect(test(first, second, side)).toBeLessThanOrEqual(1);
          }
          expect(test(second, first, "less")).toBeCloseTo(test(first, second, "greater"), 9);
          expect(test(second, first)).toBeCloseTo(test(first, second), 9);
        }
      }),
      runs,
    );
  });

  test("the score at a bound of Miettinen and Nurminen is the one that it stands for", () => {
    fc.assert(
      fc.property(share, share, (first, second) => {
        const [low, high] = miettinenNurminen(first, second);
        if (low > -1) {
          expect(miettinenNurminenTest(first, second, low, "greater").pValue).toBeCloseTo(0.025, 6);
        }
        if (high < 1) {
          expect(miettinenNurminenTest(first, second, high, "less").pValue).toBeCloseTo(0.025, 6);
        }
      }),
      runs,
    );
  });
});

describe("excess harm", () => {
  test("without any harm 1 % takes 299 requests, or pairs", () => {
    const clears = (n: number) => [
      excessHarmTest(of(0, n), of(0, n), 0.01, "less") <= 0.05,
      pairedExcessHarmTest({ harmed: 0, helped: 0, pairs: n }, 0.01, "less") <= 0.05,
    ];
    expect(clears(298)).toEqual([false, false]);
    expect(clears(299)).toEqual([true, true]);
  });

  test("nor is harm throughout shown to be no worse by a few", () => {
    expect(excessHarmTest(of(298, 298), of(298, 298), 0.01, "less")).toBeGreaterThan(0.05);
    expect(excessHarmTest(of(299, 299), of(299, 299), 0.01, "less")).toBeLessThanOrEqual(0.05);
  });

  test("the bounds are the margins at which the tests turn", () => {
    const harm = { harmed: 14, helped: 6, pairs: 500 };
    const [low, high] = pairedExcessHarmBounds(harm);
    expect(pairedExcessHarmTest(harm, high, "less")).toBeCloseTo(0.05, 9);
    expect(pairedExcessHarmTest(harm, low, "greater")).toBeCloseTo(0.05, 9);
    const arms = [of(30, 800), of(18, 900)] as const;
    const [from, to] = excessHarmBounds(...arms);
    expect(excessHarmTest(...arms, to, "less")).toBeCloseTo(0.05, 9);
    expect(excessHarmTest(...arms, from, "greater")).toBeCloseTo(0.05, 9);
    expect(from).toBeLessThan(30 / 800 - 18 / 900);
    expect(to).toBeGreaterThan(30 / 800 - 18 / 900);
  });

  test("counts at the very ends have bounds, too", () => {
    const [low, high] = excessHarmBounds(of(50, 50), of(0, 50));
    expect(low).toBeGreaterThan(0.8);
    expect(high).toBeGreaterThan(0.99);
    expect(pairedExcessHarmBounds({ harmed: 0, helped: 30, pairs: 30 })[1]).toBeLessThan(-0.8);
  });

  type Side = "less" | "greater";
  type Judge = (first: number, second: number, side: Side) => boolean;

  /** The counts decide, whatever the truth is: each is asked once. */
  function remembered(judge: Judge): Judge {
    const known = new Map<string, boolean>();
    return (first, second, side) => {
      const key = `${first} ${second} ${side}`;
      const verdict = known.get(key) ?? judge(first, second, side);
      known.set(key, verdict);
      return verdict;
    };
  }

  /** The probability of a verdict, over all counts that can come of a truth: no simulation. */
  function levelOf(
    judge: Judge,
    side: Side,
    firsts: (k: number) => number,
    seconds: (k: number, first: number) => number,
    [n, m]: readonly [number, number],
  ): number {
    let level = 0;
    for (let first = 0; first <= n; first++) {
      const p = firsts(first);
      if (p < 1e-8) continue;
      for (let second = 0; second <= m; second++) {
        const q = p * seconds(second, first);
        if (q > 1e-8 && judge(first, second, side)) level += q;
      }
    }
    return level;
  }

  test.each([
    [100, 100, 0.05],
    [300, 300, 0.01],
    [300, 300, 0.02],
    [100, 900, 0.02],
    [900, 100, 0.02],
    [200, 1800, 0.01],
  ])("arms of %d and %d exactly at the margin of %d pass at most 1 in 20", (n, m, margin) => {
    const judge = remembered(
      (first, second, side) => excessHarmTest(of(first, n), of(second, m), margin, side) <= 0.05,
    );
    for (const baseline of [0, 0.0005, 0.002, 0.01, 0.05, 0.2]) {
      const level = (side: Side) =>
        levelOf(
          judge,
          side,
          (k) => binomialPmf(k, n, baseline + margin),
          (k) => binomialPmf(k, m, baseline),
          [n, m],
        );
      expect(level("less")).toBeLessThanOrEqual(0.051);
      // On the side that fails a score test is a little bolder: 5.33 % at the most here.
      expect(level("greater")).toBeLessThanOrEqual(0.054);
    }
  });

  test.each([
    [100, 0.05],
    [300, 0.01],
    [300, 0.02],
    [773, 0.02],
  ])("%d pairs exactly at the margin of %d pass at most 1 in 20", (n, margin) => {
    const judge = remembered(
      (harmed, helped, side) =>
        pairedExcessHarmTest({ harmed, helped, pairs: n }, margin, side) <= 0.05,
    );
    for (const helped of [0, 0.0005, 0.002, 0.005, 0.02, 0.1]) {
      const harmed = helped + margin;
      const level = (side: Side) =>
        levelOf(
          judge,
          side,
          (k) => binomialPmf(k, n, harmed),
          (k, first) => binomialPmf(k, n - first, helped / (1 - harmed)),
          [n, n],
        );
      expect(level("less")).toBeLessThanOrEqual(0.051);
      expect(level("greater")).toBeLessThanOrEqual(0.054);
    }
  });

  test("the plain standard error, the control, passes far more", () => {
    let passed = 0;
    const n = 300;
    for (let harmed = 0; harmed <= n; harmed++) {
      const counts = pairs(0, harmed, 0, n - harmed);
      const { difference, standardError } = pairedDifference(counts);
      if (difference + 1.645 * standardError < 0.01) passed += binomialPmf(harmed, n, 0.01);
    }
    expect(passed).toBeGreaterThan(0.15);
  });
});

test("a small arm is judged exactly, and stops no clean experiment more often than it says", () => {
  // 2·P(Bin(200, .01) ≥ 9), by scipy; χ² would say 0.0000007.
  expect(sampleRatioTest([9, 191], [1, 99]).pValue).toBeCloseTo(0.00042507354493589354, 12);
  expectRelative(sampleRatioTest([0, 180], [1, 1]).pValue, 2 * 0.5 ** 180, 1e-9);
  for (const [n, share] of [
    [50, 0.01],
    [200, 0.01],
    [100, 0.1],
    [1000, 0.05],
    [2000, 0.05],
  ] as const) {
    let stopped = 0;
    for (let k = 0; k <= n; k++) {
      const { pValue } = sampleRatioTest([k, n - k], [share, 1 - share]);
      if (pValue < 0.001) stopped += binomialPmf(k, n, share);
    }
    expect(stopped).toBeLessThanOrEqual(0.00125);
  }
});

test("few expected counts are left to Fisher's test", () => {
  expect(twoProportionTest(of(1, 100), of(3, 100)).method).toBe("fisher-exact");
  expect(twoProportionTest(of(99, 100), of(97, 100)).method).toBe("fisher-exact");
  expect(twoProportionTest(of(10, 100), of(3, 100)).method).toBe("pooled-z");
});

test("nothing, or everything, shows no difference", () => {
  expect(twoProportionZ(of(0, 10), of(0, 20))).toEqual({ z: 0, pValue: 1 });
  expect(fisherExact(of(10, 10), of(20, 20))).toBe(1);
  expect(mcnemarExact(0, 0)).toBe(1);
  expect(mcnemarChiSquare(7, 7)).toEqual({ statistic: 0, pValue: 1 });
});

test.each<[string, () => unknown]>([
  ["no trials", () => newcombe(of(0, 0), of(1, 2))],
  ["no trials on the other side", () => miettinenNurminen(of(1, 2), of(0, 0))],
  ["no trials for a bound", () => excessHarmBounds(of(0, 0), of(1, 2))],
  ["more successes than trials", () => twoProportionZ(of(3, 2), of(1, 2))],
  ["a NaN count", () => newcombe(of(Number.NaN, 2), of(1, 2))],
  ["half a success", () => fisherExact(of(0.5, 2), of(1, 2))],
  ["half a harm", () => excessHarmTest(of(0.5, 2), of(1, 2), 0.1, "less")],
  ["a confidence of 1", () => newcombe(of(1, 2), of(1, 2), 1)],
  ["a NaN confidence", () => miettinenNurminen(of(1, 2), of(1, 2), Number.NaN)],
  ["a margin of 1", () => miettinenNurminenTest(of(1, 2), of(1, 2), 1, "less")],
  ["a paired margin of NaN", () => tangoTest(pairs(1, 1, 1, 1), Number.NaN, "less")],
  ["no pairs", () => tango(pairs(0, 0, 0, 0))],
  ["negative pairs", () => newcombePaired(pairs(1, -1, 1, 1))],
  ["half a pair", () => pairedDifference(pairs(0.5, 1, 1, 1))],
  [
    "more differing pairs than pairs",
    () => pairedExcessHarmTest({ harmed: 2, helped: 2, pairs: 3 }, 0.1, "less"),
  ],
  ["one row", () => pearsonChiSquare([[1, 2]])],
  ["rows of different length", () => gTest([[1, 2], [1]])],
  [
    "an empty column",
    () =>
      gTest([
        [1, 0],
        [2, 0],
      ]),
  ],
  [
    "a negative count",
    () =>
      pearsonChiSquare([
        [1, -1],
        [2, 3],
      ]),
  ],
  ["one arm", () => sampleRatioTest([10], [1])],
  ["no requests", () => sampleRatioTest([0, 0], [1, 1])],
  ["a share of 0", () => sampleRatioTest([1, 2], [0, 1])],
  ["a NaN count of requests", () => sampleRatioTest([1, Number.NaN], [1, 1])],
  ["half a differing pair", () => mcnemarExact(0.5, 1)],
  ["a negative differing pair", () => mcnemarChiSquare(-1, 1)],
])("%s is a RangeError", (_, call) => {
  expect(call).toThrow(RangeError);
});
