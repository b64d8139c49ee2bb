import fc from "fast-check";
import { cosineDistance } from "../../src/stats/distance/cosine-distance";
import { jaccard } from "../../src/stats/distance/jaccard";
import {
  jensenShannonDistance,
  jensenShannonDivergence,
} from "../../src/stats/distance/jensen-shannon";
import { kolmogorovSmirnov } from "../../src/stats/distance/kolmogorov-smirnov";
import { binByQuantiles, populationStability } from "../../src/stats/distance/population-stability";
import { maxUlpDistance, ulpDistance } from "../../src/stats/distance/ulp-distance";
import { wasserstein } from "../../src/stats/distance/wasserstein";
import { randomStream } from "../../src/stats/random";
import { kendallTau } from "../../src/stats/ranks/kendall-tau";
import { rankBiasedOverlap } from "../../src/stats/ranks/rank-biased-overlap";
import { blockBootstrapInterval } from "../../src/stats/resampling/block-bootstrap";
import { bootstrapInterval } from "../../src/stats/resampling/bootstrap";
import { signFlipTest } from "../../src/stats/resampling/sign-flip";
import reference from "../fixtures/stats/comparisons.json";
import { expectRelative } from "./relative-error";

const SIDES = ["two-sided", "greater", "less"] as const;
const sample = fc.array(fc.integer({ min: -30, max: 30 }), { minLength: 1, maxLength: 40 });

describe("against scipy, rbo and 40 digits", () => {
  test.each(reference.distances.shannon)("Jensen–Shannon %#", ({ p, q, distance, base2 }) => {
    expectRelative(jensenShannonDistance(p, q), distance, 1e-11);
    expectRelative(jensenShannonDistance(p, q, 2), base2, 1e-11);
    expectRelative(jensenShannonDivergence(q, p), distance ** 2, 1e-11);
  });

  test("Jensen–Shannon of neighbours keeps its digits", () => {
    for (const { p, q, divergence } of reference.distances.near) {
      expectRelative(jensenShannonDivergence(p, q), divergence, 1e-8);
    }
    expect(jensenShannonDistance([1, 0], [0.5, 0.5]).toFixed(9)).toBe("0.464501404");
  });

  test.each(reference.distances.samples)("two samples %#", (row) => {
    const { statistic, pValue } = kolmogorovSmirnov(row.x, row.y);
    expectRelative(statistic, row.ks, 1e-12);
    expectRelative(pValue, row.ksP, 1e-10);
    expectRelative(wasserstein(row.x, row.y), row.wasserstein, 1e-10);
  });

  test("Kolmogorov–Smirnov far apart", () => {
    const low = Array.from({ length: 60 }, (_, i) => i);
    const { pValue } = kolmogorovSmirnov(
      low,
      low.map((value) => value + 45),
    );
    expectRelative(pValue, reference.distances.farApart, 1e-9);
  });

  test.each(reference.distances.stability)("stability %#", ({ index, p, ...row }) => {
    const got = populationStability(row.reference, row.observed);
    expectRelative(got.index, index, 1e-11);
    expectRelative(got.pValue, p, 1e-10);
  });

  test.each(reference.rankings.overlap)("rank-biased overlap %#", ({ first, second, p, value }) => {
    expectRelative(rankBiasedOverlap(first, second, p), value, 1e-12);
  });

  test.each(reference.rankings.tau)("Kendall's τ %#", ({ x, y, tau, p }) => {
    for (const side of SIDES) {
      const got = kendallTau(x, y, side);
      expectRelative(got.tau, tau, 1e-12);
      expectRelative(got.pValue, p[side], 1e-10);
    }
  });

  test.each(reference.signFlips)("sign flips %#", ({ values, p }) => {
    for (const side of SIDES) expect(signFlipTest(values, Math.random, side)).toBe(p[side]);
  });
});

describe("what must hold", () => {
  test("distances are 0 from a thing to itself, symmetric, and within their bounds", () => {
    const weights = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(weights, weights, (p, q) => {
        fc.pre(p.some(Boolean) && q.some(Boolean));
        const divergence = jensenShannonDivergence(p, q, 2);
        expect(divergence).toBeGreaterThanOrEqual(0);
        expect(divergence).toBeLessThanOrEqual(1 + 1e-12);
        expect(divergence).toBeCloseTo(jensenShannonDivergence(q, p, 2), 12);
        expect(jensenShannonDivergence(p, p)).toBe(0);
        const cosine = cosineDistance(p, q);
        expect(cosine).toBeCloseTo(cosineDistance(q, p), 12);
        expect(cosine).toBeGreaterThanOrEqual(0);
        expect(cosine).toBeLessThanOrEqual(2);
      }),
      { seed: 1 },
    );
  });

  test("Wasserstein moves with a shift, and is the mean difference of sorted samples", () => {
    fc.assert(
      fc.property(sample, fc.integer({ min: -20, max: 20 }), (values, shift) => {
        const moved = values.map((value) => value + shift);
        expect(wasserstein(values, moved)).toBeCloseTo(Math.abs(shift), 9);
        expect(wasserstein(values, values)).toBe(0);
      }),
      { seed: 1 },
    );
    expect(wasserstein([0], [1, 3])).toBe(2);
  });

  test("Kolmogorov–Smirnov: probabilities, symmetric", () => {
    fc.assert(
      fc.property(sample, sample, (x, y) => {
        const { statistic, pValue } = kolmogorovSmirnov(x, y);
        expect(statistic >= 0 && statistic <= 1 && pValue >= 0 && pValue <= 1).toBe(true);
        expect(kolmogorovSmirnov(y, x)).toEqual({ statistic, pValue: expect.closeTo(pValue, 12) });
        expect(kolmogorovSmirnov(x, x).pValue).toBe(1);
      }),
      { seed: 1 },
    );
  });

  test("Kolmogorov–Smirnov, exact and in the limit, meet at ten million pairs", () => {
    const shifted = (n: number) => {
      const x = Float64Array.from({ length: n }, (_, i) => i);
      return kolmogorovSmirnov(
        x,
        x.map((value) => value + 60.5),
      );
    };
    const [exact, limit] = [shifted(3162), shifted(3163)];
    expect(exact.statistic).toBeCloseTo(61 / 3162, 12);
    expect(limit.pValue / exact.pValue).toBeCloseTo(1, 1);
    expect(exact.pValue).not.toBe(limit.pValue);
  });

  test("overlap of equal, reversed and foreign rankings", () => {
    const items = fc.uniqueArray(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(items, items, (a, b) => {
        const overlap = rankBiasedOverlap(a, b);
        expect(overlap).toBeGreaterThanOrEqual(-1e-12);
        expect(overlap).toBeLessThanOrEqual(1 + 1e-12);
        expect(overlap).toBeCloseTo(rankBiasedOverlap(b, a), 12);
        expect(rankBiasedOverlap(a, a)).toBeCloseTo(1, 12);
        expect(
          rankBiasedOverlap(
            a,
            a.map((item) => item + 100),
          ),
        ).toBe(0);
      }),
      { seed: 1 },
    );
    expect([rankBiasedOverlap([], []), rankBiasedOverlap([1], [])]).toEqual([1, 0]);
  });

  test("Jaccard of sets", () => {
    expect(jaccard(["a", "b", "b"], ["b", "c"])).toBeCloseTo(1 / 3, 15);
    expect([jaccard([], []), jaccard([1], []), jaccard([1, 2], [2, 1])]).toEqual([1, 0, 1]);
  });

  test("τ of one order, of the reverse, and of none", () => {
    const x = [3, 1, 4, 1.5, 5];
    expect(kendallTau(x, x).tau).toBe(1);
    expect(
      kendallTau(
        x,
        x.map((value) => -value),
      ).tau,
    ).toBe(-1);
    expect(kendallTau(x, [2, 2, 2, 2, 2])).toEqual({ tau: Number.NaN, pValue: 1 });
  });

  test("cosine distance: directions, scale, and digits where it is tiny", () => {
    expect(cosineDistance([1, 0], [0, 3])).toBeCloseTo(1, 15);
    expect(cosineDistance([1, 2], [-2, -4])).toBeCloseTo(2, 15);
    expect(cosineDistance([1, 2, 3], [1e200, 2e200, 3e200])).toBeLessThan(1e-30);
    // Directions 1e-9 apart: half of the square.
    expectRelative(cosineDistance([1, 0], [1, 1e-9]), 5e-19, 1e-6);
    expect(cosineDistance([0, 0], [0, 0])).toBe(0);
    expect(cosineDistance([0, 0], [1, 0])).toBeNaN();
    expect(cosineDistance([Number.NaN, 1], [1, 1])).toBeNaN();
    expect(cosineDistance([Infinity, 1], [1, 1])).toBeNaN();
    const long = new Float64Array(300_000).fill(1);
    expect(cosineDistance(long, long)).toBe(0);
  });

  test("ULPs count the single-precision numbers between", () => {
    expect(ulpDistance(1, 1 + 2 ** -23)).toBe(1);
    expect(ulpDistance(1, 1 - 2 ** -24)).toBe(1);
    expect(ulpDistance(0, 2 ** -149)).toBe(1);
    expect(ulpDistance(-(2 ** -149), 2 ** -149)).toBe(2);
    expect(ulpDistance(0, -0)).toBe(0);
    expect(ulpDistance(Number.NaN, Number.NaN)).toBe(0);
    expect(ulpDistance(Number.NaN, 1)).toBe(Infinity);
    expect(ulpDistance(Infinity, 3.4028234663852886e38)).toBe(1);
    expect(maxUlpDistance([1, 2, 3], [1, 2 + 2 ** -21, 3])).toBe(2);
    expect(maxUlpDistance([], [])).toBe(0);
    // Doubles that round to one single are one value.
    expect(ulpDistance(0.1, Math.fround(0.1))).toBe(0);
  });

  test("bins hold about as many reference values each, equal values together", () => {
    const reference = Array.from({ length: 1000 }, (_, i) => i);
    const { reference: counts, observed } = binByQuantiles(reference, [-5, 0, 999, 5000], 10);
    expect(counts).toEqual(new Array(10).fill(100));
    expect(observed).toEqual([2, 0, 0, 0, 0, 0, 0, 0, 0, 2]);
    const tied = binByQuantiles([1, 1, 1, 1, 2, 3], [1, 2, 3, 4], 4);
    expect(tied.reference.reduce((a, b) => a + b)).toBe(6);
    expect(tied.reference[0]).toBe(4);
    expect(binByQuantiles([7, 7, 7], [7, 8]).reference).toEqual([3]);
  });

  test("without a shift, stability is as seldom called in question as p says", () => {
    const random = randomStream(4, "stability");
    const runs = 300;
    let alarms = 0;
    for (let run = 0; run < runs; run++) {
      const draw = () => Array.from({ length: 600 }, random);
      const { reference, observed } = binByQuantiles(draw(), draw());
      if (populationStability(reference, observed).pValue < 0.05) alarms++;
    }
    expect(alarms / runs).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs));
  });
});

describe("resampling", () => {
  test("many differences are signed by chance, and never to a p of 0", () => {
    const random = randomStream(5, "signs");
    const clear = Array.from({ length: 40 }, (_, i) => 1 + i / 40);
    expect(signFlipTest(clear, random, "greater", 500)).toBe(1 / 501);
    expect(signFlipTest(clear, random, "less", 500)).toBe(1);
    expect(signFlipTest([0, 0, 0], random)).toBe(1);
    const exact = reference.signFlips[2] as (typeof reference.signFlips)[0];
    const padded = [...exact.values, 1e-12, -1e-12, 1e-12];
    expect(
      Math.abs(signFlipTest(padded, random, "greater", 20_000) - exact.p.greater),
    ).toBeLessThan(0.015);
  });

  test("blocks are stretches of neighbours, as long as asked", () => {
    const random = randomStream(6, "blocks");
    blockBootstrapInterval(
      10,
      (indices) => {
        for (let start = 0; start < 10; start += 4) {
          const block = [...indices.subarray(start, start + 4)];
          expect(block).toEqual(block.map((_, i) => (block[0] as number) + i));
          expect(block[0]).toBeLessThanOrEqual(6);
        }
        return 0;
      },
      { random, replicates: 200, blockLength: 4 },
    );
  });

  test("of correlated rows the blocks know more than single rows", () => {
    const random = randomStream(7, "correlated");
    let state = 0;
    const values = Array.from({ length: 800 }, () => {
      state = 0.8 * state + random() - 0.5;
      return state;
    });
    const mean = (indices: Uint32Array) => {
      let sum = 0;
      for (const i of indices) sum += values[i] as number;
      return sum / indices.length;
    };
    const width = ([low, high]: [number | null, number | null]) =>
      (high as number) - (low as number);
    const blocks = width(
      blockBootstrapInterval(800, mean, { random, replicates: 400, blockLength: 25 }),
    );
    const single = width(bootstrapInterval(800, mean, { random, replicates: 400 }));
    // (1 + .8)/(1 − .8) = 9 times the variance: thrice the width, of which long blocks find most.
    expect(blocks / single).toBeGreaterThan(1.8);
    expect(blocks / single).toBeLessThan(3.6);
  });
});

test.each<[string, () => unknown]>([
  ["weights of different length", () => jensenShannonDivergence([1], [1, 2])],
  ["nothing but zero weights", () => jensenShannonDistance([0, 0], [1, 2])],
  ["a negative weight", () => jensenShannonDistance([1, -1], [1, 2])],
  ["a base of 1", () => jensenShannonDistance([1], [1], 1)],
  ["one bin", () => populationStability([1], [1])],
  ["an empty side", () => populationStability([0, 0], [1, 1])],
  ["half a count", () => populationStability([0.5, 1], [1, 1])],
  ["one quantile bin", () => binByQuantiles([1, 2], [1], 1)],
  ["an empty sample", () => kolmogorovSmirnov([], [1])],
  ["a NaN value", () => wasserstein([1], [Number.NaN])],
  ["vectors of different length", () => cosineDistance([1], [1, 2])],
  ["ULPs of different lengths", () => maxUlpDistance([1], [])],
  ["an item twice", () => rankBiasedOverlap(["a", "a"], ["a"])],
  ["a persistence of 1", () => rankBiasedOverlap(["a"], ["a"], 1)],
  ["one item", () => kendallTau([1], [1])],
  ["scores of different length", () => kendallTau([1, 2], [1])],
  ["no differences", () => signFlipTest([], Math.random)],
  ["no signings", () => signFlipTest([1], Math.random, "less", 0)],
  [
    "a block longer than all",
    () => blockBootstrapInterval(3, () => 0, { random: Math.random, blockLength: 4 }),
  ],
  ["no rows", () => blockBootstrapInterval(0, () => 0, { random: Math.random })],
])("%s is a RangeError", (_, call) => {
  expect(call).toThrow(RangeError);
});
