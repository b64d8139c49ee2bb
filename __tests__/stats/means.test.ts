import fc from "fast-check";
import { cuped } from "../../src/stats/means/cuped";
import { equivalence } from "../../src/stats/means/equivalence";
import { tInterval, tTest } from "../../src/stats/means/mean-difference";
import { momentsOf } from "../../src/stats/means/moments";
import { meanOf, pairedT } from "../../src/stats/means/paired-t";
import { relativeWelch, welch } from "../../src/stats/means/welch";
import { benjaminiHochberg } from "../../src/stats/multiplicity/benjamini-hochberg";
import { holm } from "../../src/stats/multiplicity/holm";
import { meansPower, meansSampleSize } from "../../src/stats/power/means-power";
import { pairedPower, pairedSampleSize } from "../../src/stats/power/paired-power";
import { detectableDifference } from "../../src/stats/power/planning";
import {
  detectableShare,
  nonInferioritySampleSize,
  proportionsPower,
  proportionsSampleSize,
} from "../../src/stats/power/proportions-power";
import { autocorrelation } from "../../src/stats/trend/autocorrelation";
import reference from "../fixtures/stats/comparisons.json";
import { NIST_LEW } from "./nist-lew";
import { expectRelative } from "./relative-error";

const SIDES = ["two-sided", "greater", "less"] as const;

/** Extra sleep with two drugs, from R's `sleep`. */
const DRUG_1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
const DRUG_2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

/** A share as GrowthBook takes it: variance p(1 − p). */
const shareMoments = (successes: number, n: number) => {
  const mean = successes / n;
  return { n, mean, variance: mean * (1 - mean) };
};

describe("published values", () => {
  test("R's sleep: Welch, paired, equivalence within ±3", () => {
    const difference = welch(momentsOf(DRUG_1), momentsOf(DRUG_2));
    expect(difference.df.toFixed(4)).toBe("17.7765");
    const { t, pValue } = tTest(difference);
    expect(t.toFixed(6)).toBe("-1.860813");
    expect(pValue.toFixed(7)).toBe("0.0793941");
    expect(tTest(pairedT(DRUG_1, DRUG_2)).pValue.toFixed(7)).toBe("0.0028329");
    expect(equivalence(difference, -3, 3).pValue.toFixed(7)).toBe("0.0559789");
  });

  test("GrowthBook: 16 of 30 against 14 of 28, relative", () => {
    const difference = relativeWelch(shareMoments(16, 30), shareMoments(14, 28));
    expect(tTest(difference).pValue.toFixed(5)).toBe("0.80707");
    expect(tInterval(difference).map((bound) => bound?.toFixed(5))).toEqual([
      "-0.47767",
      "0.61101",
    ]);
  });

  test("NIST: Lew and NumAcc4", () => {
    const lew = momentsOf(NIST_LEW);
    expect([lew.n, lew.mean]).toEqual([200, expect.closeTo(-177.435, 11)]);
    expectRelative(Math.sqrt(lew.variance), 277.332168044316, 1e-14);
    expectRelative(autocorrelation(NIST_LEW, 1), -0.307304800605679, 1e-13);
    const numAcc4 = [
      10000000.2,
      ...Array.from({ length: 1000 }, (_, i) => 10000000.1 + (i % 2) / 5),
    ];
    const { mean, variance } = momentsOf(numAcc4);
    expect(mean).toBe(10000000.2);
    // The inputs themselves are rounded to 2e-9: no more than 1e-8 of .1 can be left.
    expectRelative(Math.sqrt(variance), 0.1, 1e-7);
  });

  test("R's power.prop.test, and sizes to plan by", () => {
    expect(proportionsPower(50, 0.5, 0.75).toFixed(7)).toBe("0.7401659");
    expect(Math.ceil(proportionsSampleSize(0.01, 0.02))).toBe(2319);
    expect(Math.ceil(proportionsSampleSize(0.01, 0.03))).toBe(769);
    expect(Math.ceil(pairedSampleSize(0.05, 0.02))).toBe(773);
    expect(Math.ceil(pairedSampleSize(0.05, 0.01))).toBe(3092);
  });
});

describe("against scipy, statsmodels and numpy", () => {
  test.each(reference.means)("means %#", (row) => {
    const first = momentsOf(row.x);
    const difference = welch(first, momentsOf(row.y));
    expectRelative(first.variance, row.variance, 1e-12);
    for (const side of SIDES) {
      expectRelative(tTest(difference, side).pValue, row.welch[side], 1e-9);
      if (row.paired)
        expectRelative(tTest(pairedT(row.x, row.y), side).pValue, row.paired[side], 1e-9);
    }
    expect(tInterval(difference, 0.9)).toEqual(
      row.interval.map((bound) => expect.closeTo(bound, 11)),
    );
    expectRelative(equivalence(difference, -0.6, 0.6).pValue, row.equivalence, 1e-9);
    if (row.pairedEquivalence) {
      expectRelative(
        equivalence(pairedT(row.x, row.y), -0.6, 0.6).pValue,
        row.pairedEquivalence,
        1e-9,
      );
    }
  });

  test("CUPED is a regression with an intercept for each arm", () => {
    const { arms, theta, means, explained } = reference.cuped;
    const got = cuped(arms);
    expectRelative(got.theta, theta, 1e-10);
    expectRelative(got.explained, explained, 1e-9);
    got.adjusted.forEach((adjusted, i) => {
      expectRelative(momentsOf(adjusted).mean, means[i] as number, 1e-11);
    });
  });

  test.each(reference.adjusted)("adjusted p-values %#", ({ p, ...row }) => {
    expect(holm(p)).toEqual(row.holm.map((value) => expect.closeTo(value, 14)));
    expect(benjaminiHochberg(p)).toEqual(row.benjaminiHochberg.map((v) => expect.closeTo(v, 14)));
  });

  test.each(reference.power.means)(
    "power of means %#",
    ({ power, n, difference, deviation, sides }) => {
      const planning = { sides: sides as 1 | 2 };
      expectRelative(meansPower(n, difference, deviation, planning), power, 1e-10);
      expect(meansSampleSize(difference, deviation, { ...planning, power })).toBeCloseTo(n, 8);
    },
  );
});

describe("what must hold", () => {
  const sample = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), {
    minLength: 3,
    maxLength: 30,
  });

  test("values that do not vary prove nothing", () => {
    const still = welch(momentsOf([5, 5, 5]), momentsOf([5, 5]));
    expect(tTest(still, "less", 1)).toEqual({ t: 0, pValue: 1 });
    expect(tInterval(still)).toEqual([null, null]);
    expect(equivalence(still, -1, 1).pValue).toBe(1);
    expect(tTest(meanOf([0, 0, 0]), "greater", -1).pValue).toBe(1);
  });

  test("the interval of confidence 1 − 2α lies between the margins where equivalence is shown", () => {
    fc.assert(
      fc.property(sample, sample, (x, y) => {
        const difference = welch(momentsOf(x), momentsOf(y));
        fc.pre(difference.standardError > 1e-6);
        const [low, high] = tInterval(difference, 0.9) as [number, number];
        const { pValue, above, below } = equivalence(difference, -20, 20);
        expect(pValue).toBe(Math.max(above, below));
        expect(pValue < 0.05).toBe(low > -20 && high < 20);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test("moments move with the values", () => {
    fc.assert(
      fc.property(sample, (values) => {
        const { mean, variance } = momentsOf(values);
        const shifted = momentsOf(values.map((value) => value + 1000));
        expect(shifted.mean).toBeCloseTo(mean + 1000, 8);
        expect(shifted.variance).toBeCloseTo(variance, 6);
        expect(variance).toBeGreaterThanOrEqual(0);
      }),
      { seed: 1 },
    );
  });

  test("CUPED never adds variance within the arms, and leaves a constant covariate alone", () => {
    fc.assert(
      fc.property(sample, (outcomes) => {
        const covariates = outcomes.map((value, i) => value * (i % 3) + i);
        const { adjusted, explained } = cuped([{ outcomes, covariates }]);
        const before = momentsOf(outcomes).variance;
        expect(momentsOf(adjusted[0] as Float64Array).variance).toBeLessThanOrEqual(before + 1e-6);
        expect(explained).toBeLessThanOrEqual(1);
        const constant = cuped([{ outcomes, covariates: outcomes.map(() => 0.1) }]);
        expect([...(constant.adjusted[0] as Float64Array)]).toEqual(outcomes);
        expect([constant.theta, constant.explained]).toEqual([0, 0]);
      }),
      { seed: 1 },
    );
  });

  test("an adjusted p is never below its p, and keeps the order", () => {
    const p = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });
    fc.assert(
      fc.property(p, (pValues) => {
        const [strict, lenient] = [holm(pValues), benjaminiHochberg(pValues)];
        pValues.forEach((value, i) => {
          expect(strict[i]).toBeGreaterThanOrEqual((lenient[i] as number) - 1e-15);
          expect(lenient[i]).toBeGreaterThanOrEqual(value - 1e-15);
          expect(strict[i]).toBeLessThanOrEqual(1);
          pValues.forEach((other, j) => {
            if (value <= other) expect(strict[i]).toBeLessThanOrEqual(strict[j] as number);
          });
        });
      }),
      { seed: 1 },
    );
    expect([holm([]), benjaminiHochberg([])]).toEqual([[], []]);
  });

  test("at the size that is asked for the power is what was asked for", () => {
    for (const [p1, p2] of [
      [0.01, 0.02],
      [0.5, 0.45],
      [0.99, 0.97],
    ] as const) {
      for (const power of [0.5, 0.8, 0.95]) {
        const n = proportionsSampleSize(p1, p2, { power, alpha: 0.01 });
        expect(proportionsPower(n, p1, p2, { alpha: 0.01 })).toBeCloseTo(power, 12);
      }
    }
    expect(pairedPower(pairedSampleSize(0.05, 0.02), 0.05, 0.02)).toBeCloseTo(0.8, 12);
    expect(detectableDifference(0.5)).toBeCloseTo(
      0.5 * (1.959963984540054 + 0.8416212335729143),
      12,
    );
  });

  test("the size for non-inferiority: 1.645 + 0.842, squared, times the variance over the margin's", () => {
    expect(nonInferioritySampleSize(0.05, 0.02)).toBeCloseTo((6.182557 * 0.095) / 0.0004, 3);
    expect(nonInferioritySampleSize(0.05, 0.02)).toBeLessThan(
      nonInferioritySampleSize(0.05, 0.02, { power: 0.9 }),
    );
  });

  test("the detectable share is the one that takes all of the requests", () => {
    const share = detectableShare(2319, 0.01) as number;
    expect(share).toBeLessThan(0.02);
    expectRelative(proportionsSampleSize(0.01, share), 2319, 1e-9);
    expect(detectableShare(3, 0.9)).toBeNull();
  });
});

test.each<[string, () => unknown]>([
  ["one value", () => momentsOf([1])],
  ["a NaN value", () => momentsOf([1, Number.NaN])],
  ["moments of one value", () => welch({ n: 1, mean: 0, variance: 0 }, momentsOf([1, 2]))],
  ["a negative variance", () => welch({ n: 5, mean: 0, variance: -1 }, momentsOf([1, 2]))],
  ["a relative difference to 0", () => relativeWelch(momentsOf([1, 2]), momentsOf([-1, 1]))],
  ["pairs of different length", () => pairedT([1, 2, 3], [1, 2])],
  ["margins the wrong way round", () => equivalence(meanOf([1, 2]), 1, -1)],
  ["a NaN margin", () => equivalence(meanOf([1, 2]), Number.NaN, 1)],
  ["a confidence of 0", () => tInterval(meanOf([1, 2]), 0)],
  ["an infinite stated value", () => tTest(meanOf([1, 2]), "less", Infinity)],
  ["CUPED without covariates", () => cuped([{ outcomes: [1, 2], covariates: [1] }])],
  ["a p above 1", () => holm([0.5, 1.5])],
  ["a NaN p", () => benjaminiHochberg([Number.NaN])],
  ["equal shares", () => proportionsSampleSize(0.1, 0.1)],
  ["a share of 0", () => proportionsPower(10, 0, 0.1)],
  ["no requests", () => detectableShare(0, 0.1)],
  ["a margin of nothing", () => nonInferioritySampleSize(0.1, 0)],
  ["an alpha of 0", () => proportionsPower(10, 0.2, 0.1, { alpha: 0 })],
  ["a power of 1", () => meansSampleSize(1, 1, { power: 1 })],
  ["a deviation of 0", () => meansPower(10, 1, 0)],
  ["no discordance", () => pairedSampleSize(0, 0.01)],
  ["a margin of 0", () => pairedPower(100, 0.05, 0)],
])("%s is a RangeError", (_, call) => {
  expect(call).toThrow(RangeError);
});
