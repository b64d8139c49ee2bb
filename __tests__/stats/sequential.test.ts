import fc from "fast-check";
import { normalQuantile } from "../../src/stats/distributions/normal";
import { randomStream } from "../../src/stats/random";
import {
  mixtureScale,
  sequentialEvidence,
  sequentialHalfWidth,
  sequentialPValue,
} from "../../src/stats/sequential/asymptotic-confidence-sequence";
import {
  createBettingProof,
  createBettingSequence,
} from "../../src/stats/sequential/betting-confidence-sequence";
import { canaryEvidence } from "../../src/stats/sequential/canary-e-process";
import { pairedEvidence } from "../../src/stats/sequential/paired-e-process";
import reference from "../fixtures/stats/comparisons.json";
import { expectRelative } from "./relative-error";

/** Evidence is a logarithm: an absolute error of it is a relative one of E. */
const expectEvidence = (got: number, expected: number) =>
  expect(Math.abs(got - expected)).toBeLessThan(1e-9 * Math.max(1, Math.abs(expected)));

describe("published values", () => {
  test("confseq: best_rho, log mixtures and bound", () => {
    // Its ρ is 1/ρ² of ours; its s is the sum of values of unit variance, so z = s/√v.
    const { rho } = mixtureScale(100, 0.05);
    expect((1 / rho ** 2).toFixed(5)).toBe("12.60056");
    const z = 10 / Math.sqrt(100);
    expect(sequentialEvidence(z, 100, { rho, sides: 2 }).toFixed(7)).toBe("-0.6510052");
    // The bound of the sum: half-width of the mean with a standard error of 1/√v, times v.
    const half = sequentialHalfWidth(1 / Math.sqrt(100), 100, 0.05, { rho, sides: 2 });
    expect((half * 100).toFixed(5)).toBe("30.35209");
    expect(sequentialEvidence(z, 100, mixtureScale(100, 0.05, 1)).toFixed(8)).toBe("-0.06502391");
  });

  test("GrowthBook: 2422 of 3461 against 1396 of 3000, relative, planned for 5,000", () => {
    const [a, b] = [1396 / 3000, 2422 / 3461];
    const variance = (b * (1 - b)) / (a ** 2 * 3461) + (a * (1 - a) * b ** 2) / (a ** 4 * 3000);
    const relative = (b - a) / a;
    expect(relative.toFixed(5)).toBe("0.50386");
    const half = sequentialHalfWidth(Math.sqrt(variance), 6461, 0.05, mixtureScale(5000, 0.05));
    expect([relative - half, relative + half].map((bound) => bound.toFixed(5))).toEqual([
      "0.40098",
      "0.60675",
    ]);
  });
});

describe("against integrals and loops", () => {
  test.each(reference.mixtures)("the normal mixture %#", (row) => {
    const mixture = mixtureScale(row.planned, row.alpha, row.sides as 1 | 2);
    expectRelative(mixture.rho, row.rho, 1e-13);
    expectEvidence(sequentialEvidence(row.z, row.n, mixture), row.evidence);
    expectRelative(
      sequentialPValue(row.z, row.n, mixture),
      Math.min(1, Math.exp(-row.evidence)),
      1e-9,
    );
  });

  test.each(reference.pairedEvidence)("pairs %#", ({ first, second, shape, sides, evidence }) => {
    expectEvidence(pairedEvidence(first, second, { shape, sides: sides as 1 | 2 }), evidence);
  });

  test.each(reference.canaryEvidence)("a canary's errors %#", ({ errors, evidence, ...row }) => {
    const prior = row.prior as [number, number];
    expectEvidence(canaryEvidence(errors, { ...row, prior }), evidence);
  });

  test.each(reference.betting)("bets %#", ({ values, alpha, interval, proof }) => {
    const sequence = createBettingSequence(alpha);
    const proven = createBettingProof(0.49, alpha);
    for (const value of values) {
      sequence.observe(value);
      proven.observe(value);
    }
    expect(sequence.interval()).toEqual(interval);
    expectEvidence(proven.evidence(), proof);
  });
});

describe("what must hold", () => {
  test("the two-sided p is at most α exactly where the interval leaves 0 out", () => {
    const z = fc.double({ min: -8, max: 8, noNaN: true });
    fc.assert(
      fc.property(z, fc.integer({ min: 100, max: 100_000 }), (estimate, n) => {
        const mixture = mixtureScale(4000, 0.05);
        const half = sequentialHalfWidth(1, n, 0.05, mixture);
        fc.pre(Math.abs(Math.abs(estimate) - half) > 1e-9);
        expect(sequentialPValue(estimate, n, mixture) <= 0.05).toBe(Math.abs(estimate) > half);
      }),
      { seed: 1 },
    );
  });

  test("the one-sided bound is never bolder than the one-sided p", () => {
    // The bound's formula is an upper bound of the exact inversion (both are valid).
    for (const n of [100, 1000, 10_000]) {
      const mixture = mixtureScale(2000, 0.05, 1);
      const half = sequentialHalfWidth(1, n, 0.05, mixture);
      expect(sequentialPValue(half, n, mixture)).toBeLessThanOrEqual(0.05 * (1 + 1e-9));
      expect(half).toBeLessThan(sequentialHalfWidth(1, n, 0.05, mixtureScale(2000, 0.05, 2)));
    }
  });

  test("the interval is near its tightest at the planned total", () => {
    const at = (planned: number) => sequentialHalfWidth(1, 2000, 0.05, mixtureScale(planned, 0.05));
    for (const other of [200, 800, 5000, 20_000]) expect(at(2000)).toBeLessThan(at(other));
  });

  test("an e-value is 1 on average: pairs and canary, by enumeration", () => {
    const n = 40;
    let [pairsMean, canaryMean, probability] = [0, 0, 0.5 ** n];
    const theta = 0.3 / (0.3 + 0.7);
    let share = (1 - theta) ** n;
    for (let k = 0; k <= n; k++) {
      pairsMean += probability * Math.exp(pairedEvidence(k, n - k));
      canaryMean +=
        share * Math.exp(canaryEvidence({ canary: k, baseline: n - k }, { weight: 0.3 }));
      probability *= (n - k) / (k + 1);
      share *= ((n - k) / (k + 1)) * (theta / (1 - theta));
    }
    expect(pairsMean).toBeCloseTo(1, 10);
    expect(canaryMean).toBeCloseTo(1, 10);
  });

  test("more harm is more evidence, on one side only", () => {
    for (let k = 1; k < 60; k++) {
      expect(pairedEvidence(k, 60 - k, { sides: 1 })).toBeGreaterThan(
        pairedEvidence(k - 1, 61 - k, { sides: 1 }),
      );
      expect(canaryEvidence({ canary: k, baseline: 60 - k }, { weight: 0.1 })).toBeGreaterThan(
        canaryEvidence({ canary: k - 1, baseline: 61 - k }, { weight: 0.1 }),
      );
    }
    expect(pairedEvidence(0, 60)).toBeCloseTo(pairedEvidence(60, 0), 12);
    expect(pairedEvidence(0, 60, { sides: 1 })).toBeLessThan(0);
    expect(pairedEvidence(0, 0)).toBe(0);
  });

  test("errors far on the good side are no evidence, not NaN", () => {
    const evidence = canaryEvidence({ canary: 0, baseline: 100_000 }, { weight: 0.5 });
    expect(evidence).toBeLessThan(-1000);
    expect(pairedEvidence(0, 100_000, { sides: 1 })).toBeLessThan(-1000);
    expect(sequentialEvidence(-60, 1000, mixtureScale(1000, 0.05, 1))).toBeLessThan(-10);
  });

  test("the betting interval only gets narrower, and starts with everything", () => {
    const random = randomStream(3, "bets");
    const sequence = createBettingSequence(0.05);
    let [low, high] = sequence.interval();
    expect([low, high]).toEqual([0, 1]);
    for (let i = 0; i < 1500; i++) {
      sequence.observe(random() < 0.2 ? 1 : 0);
      const [nextLow, nextHigh] = sequence.interval();
      expect(nextLow >= low && nextHigh <= high).toBe(true);
      [low, high] = [nextLow, nextHigh];
    }
    expect(low).toBeLessThan(0.2);
    expect(high).toBeGreaterThan(0.2);
    expect(high - low).toBeLessThan(0.1);
  });
});

describe("looked at again and again", () => {
  const runs = 400;
  const atMost = 0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs);
  const random = randomStream(7, "looks");
  const alarms = (run: () => boolean) => Array.from({ length: runs }, run).filter(Boolean).length;
  const normal = () => normalQuantile(random() || 0.5);

  /** z after each of 40 looks at 50 further differences of two equal arms. */
  const looks = () => {
    let sum = 0;
    return Array.from({ length: 40 }, (_, look) => {
      for (let i = 0; i < 50; i++) sum += normal();
      return { z: sum / Math.sqrt(50 * (look + 1)), n: 100 * (look + 1) };
    });
  };

  test("the mixture raises a false alarm as seldom as it says, the plain z in a third of runs", () => {
    const [two, one] = [mixtureScale(4000, 0.05), mixtureScale(4000, 0.05, 1)];
    let naive = 0;
    let oneSided = 0;
    const found = alarms(() => {
      const seen = looks();
      if (seen.some(({ z }) => Math.abs(z) > 1.96)) naive++;
      if (seen.some(({ z, n }) => sequentialPValue(z, n, one) <= 0.05)) oneSided++;
      return seen.some(({ z, n }) => sequentialPValue(z, n, two) <= 0.05);
    });
    expect(found / runs).toBeLessThanOrEqual(atMost);
    expect(oneSided / runs).toBeLessThanOrEqual(atMost);
    expect(naive / runs).toBeGreaterThan(0.2);
  });

  test("pairs, canary and bets after every single one", () => {
    const paired = alarms(() => {
      let first = 0;
      for (let n = 1; n <= 200; n++) {
        if (random() < 0.5) first++;
        if (pairedEvidence(first, n - first) >= Math.log(20)) return true;
      }
      return false;
    });
    const canary = alarms(() => {
      let errors = 0;
      for (let n = 1; n <= 200; n++) {
        if (random() < 0.1) errors++;
        const evidence = canaryEvidence({ canary: errors, baseline: n - errors }, { weight: 0.1 });
        if (evidence >= Math.log(20)) return true;
      }
      return false;
    });
    const proof = alarms(() => {
      const bets = createBettingProof(0.49, 0.05);
      for (let n = 1; n <= 1000; n++) {
        // Exactly at the margin: 3 % harmed, 1 % helped, so the mean is (1 − .02)/2.
        const u = random();
        bets.observe(u < 0.03 ? 0 : u < 0.04 ? 1 : 0.5);
        if (bets.evidence() >= Math.log(20)) return true;
      }
      return false;
    });
    for (const count of [paired, canary, proof]) expect(count / runs).toBeLessThanOrEqual(atMost);
  });
});

test.each<[string, () => unknown]>([
  ["nothing planned", () => mixtureScale(0, 0.05)],
  ["an alpha of 1", () => mixtureScale(100, 1)],
  ["an alpha of ½ for one side", () => mixtureScale(100, 0.5, 1)],
  ["no observations", () => sequentialHalfWidth(1, 0, 0.05, { rho: 0.1, sides: 2 })],
  ["a NaN standard error", () => sequentialHalfWidth(Number.NaN, 10, 0.05, { rho: 0.1, sides: 2 })],
  ["a NaN z", () => sequentialEvidence(Number.NaN, 10, { rho: 0.1, sides: 2 })],
  ["a rho of 0", () => sequentialPValue(1, 10, { rho: 0, sides: 1 })],
  ["half a pair", () => pairedEvidence(0.5, 1)],
  ["a shape of 0", () => pairedEvidence(1, 1, { shape: 0 })],
  ["a weight of 1", () => canaryEvidence({ canary: 1, baseline: 1 }, { weight: 1 })],
  ["a weight of 0", () => canaryEvidence({ canary: 1, baseline: 1 }, { weight: 0 })],
  [
    "a ratio of 0",
    () => canaryEvidence({ canary: 1, baseline: 1 }, { weight: 0.5, allowedRatio: 0 }),
  ],
  ["half an error", () => canaryEvidence({ canary: 0.5, baseline: 1 }, { weight: 0.5 })],
  ["a bet on 1.1", () => createBettingSequence(0.05).observe(1.1)],
  ["a bet on NaN", () => createBettingProof(0.5, 0.05).observe(Number.NaN)],
  ["a mean of 1", () => createBettingProof(1, 0.05)],
  ["bets at an alpha of 0", () => createBettingSequence(0)],
])("%s is a RangeError", (_, call) => {
  expect(call).toThrow(RangeError);
});
