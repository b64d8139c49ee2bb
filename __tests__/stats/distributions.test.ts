import fc from "fast-check";
import { betaQuantile, betaQuantileLogit } from "../../src/stats/distributions/beta-quantile";
import {
  binomialCdf,
  binomialComplement,
  binomialPmf,
  binomialQuantile,
} from "../../src/stats/distributions/binomial";
import { erf, erfc } from "../../src/stats/distributions/error-function";
import {
  betaTails,
  regularizedBeta,
  regularizedBetaComplement,
} from "../../src/stats/distributions/incomplete-beta";
import {
  regularizedGammaLower,
  regularizedGammaUpper,
} from "../../src/stats/distributions/incomplete-gamma";
import { lnGamma, stirlingError } from "../../src/stats/distributions/ln-gamma";
import { normalCdf, normalQuantile } from "../../src/stats/distributions/normal";
import { studentTCdf, studentTQuantile } from "../../src/stats/distributions/student-t";
import { randomStream } from "../../src/stats/random";
import reference from "../fixtures/stats/distributions.json";
import { expectRelative, relativeError } from "./relative-error";

/** Every row of a fixture at once: the worst relative error and where it is. */
function expectAll<Row>(rows: Row[], got: (row: Row) => number, expected: (row: Row) => number) {
  expect(rows.length).toBeGreaterThan(10);
  const worst = rows
    .map((row) => ({ row, error: relativeError(got(row), expected(row)) }))
    .reduce((a, b) => (b.error > a.error || Number.isNaN(b.error) ? b : a));
  expect(worst).toEqual({ row: worst.row, error: expect.closeTo(0, 11) });
}

describe("against 50-digit and scipy values, both tails", () => {
  test("lnGamma, next to its zeros too", () => {
    expectAll(
      reference.lnGamma,
      ({ x }) => lnGamma(x),
      ({ value }) => value,
    );
  });

  test("incomplete gamma", () => {
    const rows = reference.incompleteGamma;
    expectAll(
      rows,
      ({ a, x }) => regularizedGammaLower(a, x),
      ({ lower }) => lower,
    );
    expectAll(
      rows,
      ({ a, x }) => regularizedGammaUpper(a, x),
      ({ upper }) => upper,
    );
  });

  test("erf and erfc", () => {
    const rows = reference.errorFunction;
    expectAll(
      rows,
      ({ x }) => erf(x),
      (row) => row.erf,
    );
    expectAll(
      rows,
      ({ x }) => -erf(-x),
      (row) => row.erf,
    );
    expectAll(
      rows,
      ({ x }) => erfc(x),
      (row) => row.erfc,
    );
    expectAll(
      rows,
      ({ x }) => erfc(-x),
      (row) => 1 + row.erf,
    );
  });

  test("normal distribution and quantile", () => {
    expectAll(
      reference.normal,
      ({ z }) => normalCdf(z),
      ({ p }) => p,
    );
    expectAll(
      reference.normalQuantile,
      ({ p }) => normalQuantile(p),
      ({ z }) => z,
    );
  });

  test("incomplete beta", () => {
    const rows = reference.beta;
    expectAll(
      rows,
      ({ x, a, b }) => regularizedBeta(x, a, b),
      ({ lower }) => lower,
    );
    expectAll(
      rows,
      ({ x, a, b }) => regularizedBetaComplement(x, a, b),
      ({ upper }) => upper,
    );
  });

  test("beta quantile", () => {
    expectAll(
      reference.betaQuantile,
      ({ p, a, b }) => betaQuantile(p, a, b),
      ({ x }) => x,
    );
  });

  test("binomial probability, distribution and quantile", () => {
    const rows = reference.binomial;
    expectAll(
      rows,
      ({ k, n, p }) => binomialPmf(k, n, p),
      ({ pmf }) => pmf,
    );
    expectAll(
      rows,
      ({ k, n, p }) => binomialCdf(k, n, p),
      ({ cdf }) => cdf,
    );
    expectAll(
      rows,
      ({ k, n, p }) => binomialComplement(k, n, p),
      (row) => row.complement,
    );
    for (const { q, n, p, k } of reference.binomialQuantile) {
      expect({ q, n, p, k: binomialQuantile(q, n, p) }).toEqual({ q, n, p, k });
    }
  });

  test("Student's t and its quantile", () => {
    expectAll(
      reference.studentT,
      ({ t, df }) => studentTCdf(t, df),
      ({ p }) => p,
    );
    expectAll(
      reference.studentTQuantile,
      ({ p, df }) => studentTQuantile(p, df),
      ({ t }) => t,
    );
  });
});

describe("published values", () => {
  test("the four figures of every textbook", () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
    expect(normalQuantile(0.95)).toBeCloseTo(1.6448536269514722, 14);
    expect(studentTQuantile(0.975, 10)).toBeCloseTo(2.228138851986274, 12);
    expect(normalCdf(-1.959963984540054)).toBeCloseTo(0.025, 14);
  });

  test("Welch and paired t-test of R's sleep data", () => {
    expectRelative(2 * studentTCdf(-1.860813, 17.7765), 0.0793941, 1e-5);
    expectRelative(2 * studentTCdf(-4.0621277, 9), 0.0028329, 1e-5);
  });

  test("exact McNemar of 86 against 150 discordant answers", () => {
    expectRelative(2 * binomialCdf(86, 236, 0.5), 3.715936e-5, 1e-6);
  });

  test("sample-ratio mismatch of 5100 against 4900: χ² = 4", () => {
    expectRelative(regularizedGammaUpper(0.5, 4 / 2), 0.0455003, 1e-6);
  });

  test("MLPerf LoadGen's totals for p99 and p90 at 99 % confidence", () => {
    const smallestTotal = (over: number, allowed: number): number => {
      for (let total = over + 1; ; total++) {
        if (binomialCdf(over, total, allowed) < 1 - 0.99) return total;
      }
    };
    expect([0, 1, 2].map((over) => smallestTotal(over, 0.01))).toEqual([459, 662, 838]);
    expect([0, 1, 2].map((over) => smallestTotal(over, 0.1))).toEqual([44, 64, 81]);
  });
});

describe("what must hold everywhere", () => {
  const shape = fc.double({ min: 0.05, max: 1e5, noNaN: true });
  const probability = fc.double({ min: 1e-12, max: 1 - 1e-9, noNaN: true });
  const runs = { numRuns: 300, seed: 1 };

  test("lnGamma follows its recurrence", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (x) => {
        const step = lnGamma(x + 1) - lnGamma(x);
        const scale = Math.max(1, Math.abs(lnGamma(x)));
        expect(Math.abs(step - Math.log(x)) / scale).toBeLessThan(1e-14);
      }),
      runs,
    );
    expectRelative(stirlingError(10 - 1e-9), stirlingError(10), 1e-9);
  });

  test("the tails of the beta distribution mirror and complete each other", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), shape, shape, (x, a, b) => {
        const lower = regularizedBeta(x, a, b);
        expect(lower + regularizedBetaComplement(x, a, b)).toBeCloseTo(1, 14);
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(lower).toBeLessThanOrEqual(1);
      }),
      runs,
    );
  });

  test("the beta quantile inverts the distribution", () => {
    fc.assert(
      fc.property(probability, shape, shape, (p, a, b) => {
        const logit = betaQuantileLogit(p, a, b);
        fc.pre(Number.isFinite(logit));
        const { lower, upper } = betaTails(
          1 / (1 + Math.exp(-logit)),
          1 / (1 + Math.exp(logit)),
          a,
          b,
        );
        expectRelative(lower, p, 1e-9);
        expectRelative(upper, 1 - p, 1e-9);
      }),
      runs,
    );
  });

  test("the beta quantile finds its way from every shape", () => {
    // A solver that gives up on its bracket is wrong on a fraction of a percent of inputs only.
    const random = randomStream(1, "beta shapes");
    const spread = (from: number, to: number) => from * (to / from) ** random();
    let worst = 0;
    for (let i = 0; i < 6_000; i++) {
      const a = i % 3 === 0 ? 1 : spread(0.3, 1e4);
      const b = i % 5 === 0 ? 1 : spread(0.3, 1e4);
      const p = i % 2 === 0 ? random() : spread(1e-12, 1);
      const logit = betaQuantileLogit(p, a, b);
      const { lower } = betaTails(1 / (1 + Math.exp(-logit)), 1 / (1 + Math.exp(logit)), a, b);
      worst = Math.max(worst, relativeError(lower, p));
    }
    expect(worst).toBeLessThan(1e-10);
  });

  test("the t and normal quantiles invert their distributions", () => {
    const tail = fc.double({ min: 1e-12, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(tail, fc.double({ min: 0.5, max: 1e5, noNaN: true }), (p, df) => {
        expectRelative(studentTCdf(studentTQuantile(p, df), df), p, 1e-10);
        expectRelative(normalCdf(normalQuantile(p)), p, 1e-10);
      }),
      runs,
    );
  });

  test("the binomial quantile is the smallest count that reaches the probability", () => {
    const trials = fc.integer({ min: 1, max: 5000 });
    const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(probability, trials, share, (q, n, p) => {
        const k = binomialQuantile(q, n, p);
        expect(binomialCdf(k, n, p)).toBeGreaterThanOrEqual(q * (1 - 1e-13));
        if (k > 0) expect(binomialCdf(k - 1, n, p)).toBeLessThan(q);
      }),
      runs,
    );
  });

  test("the binomial probabilities add up", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 200 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, p) => {
          let sum = 0;
          for (let k = 0; k <= n; k++) {
            sum += binomialPmf(k, n, p);
            expect(binomialCdf(k, n, p)).toBeCloseTo(sum, 12);
          }
          expect(sum).toBeCloseTo(1, 12);
        },
      ),
      { numRuns: 50, seed: 1 },
    );
  });
});

describe("ends and impossible input", () => {
  test("ends are exact", () => {
    expect([erf(0), erf(Infinity), erf(-Infinity), erfc(Infinity)]).toEqual([0, 1, -1, 0]);
    expect([normalCdf(-Infinity), normalCdf(0), normalCdf(Infinity)]).toEqual([0, 0.5, 1]);
    expect([normalQuantile(0), normalQuantile(0.5), normalQuantile(1)]).toEqual([
      -Infinity,
      0,
      Infinity,
    ]);
    expect([regularizedBeta(0, 2, 3), regularizedBeta(1, 2, 3)]).toEqual([0, 1]);
    expect([betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)]).toEqual([0, 1]);
    expect([regularizedGammaLower(2, 0), regularizedGammaUpper(2, 0)]).toEqual([0, 1]);
    expect([regularizedGammaLower(2, Infinity), regularizedGammaUpper(2, Infinity)]).toEqual([
      1, 0,
    ]);
    expect([studentTQuantile(0, 3), studentTQuantile(0.5, 3), studentTQuantile(1, 3)]).toEqual([
      -Infinity,
      0,
      Infinity,
    ]);
    expect([studentTCdf(-Infinity, 3), studentTCdf(0, 3), studentTCdf(Infinity, 3)]).toEqual([
      0, 0.5, 1,
    ]);
    expect([
      binomialPmf(0, 0, 1),
      binomialPmf(2, 2, 1),
      binomialPmf(1, 2, 0),
      binomialPmf(0.5, 2, 0.5),
    ]).toEqual([1, 1, 0, 0]);
    expect([
      binomialCdf(-1, 5, 0.5),
      binomialCdf(5, 5, 0.5),
      binomialCdf(2, 5, 0),
      binomialCdf(2, 5, 1),
    ]).toEqual([0, 1, 1, 0]);
  });

  test("a quantile too near to an end for a double is that end", () => {
    expect(betaQuantile(0.05, 0.001, 300)).toBe(0);
    expect(betaQuantile(0.95, 300, 0.001)).toBe(1);
  });

  test.each<[string, () => unknown]>([
    ["lnGamma(0)", () => lnGamma(0)],
    ["lnGamma(NaN)", () => lnGamma(Number.NaN)],
    ["lnGamma(Infinity)", () => lnGamma(Infinity)],
    ["stirlingError(Infinity)", () => stirlingError(Infinity)],
    ["erf(NaN)", () => erf(Number.NaN)],
    ["erfc(NaN)", () => erfc(Number.NaN)],
    ["regularizedGammaLower(0, 1)", () => regularizedGammaLower(0, 1)],
    ["regularizedGammaUpper(1, -1)", () => regularizedGammaUpper(1, -1)],
    ["regularizedBeta(1.1, 1, 1)", () => regularizedBeta(1.1, 1, 1)],
    ["regularizedBeta(NaN, 1, 1)", () => regularizedBeta(Number.NaN, 1, 1)],
    ["regularizedBeta(0.5, 0, 1)", () => regularizedBeta(0.5, 0, 1)],
    ["regularizedBeta(0.5, 1e300, 1e300)", () => regularizedBeta(0.5, 1e300, 1e300)],
    ["betaQuantile(-0.1, 1, 1)", () => betaQuantile(-0.1, 1, 1)],
    ["betaQuantile(0.5, -1, 1)", () => betaQuantile(0.5, -1, 1)],
    ["normalCdf(NaN)", () => normalCdf(Number.NaN)],
    ["normalQuantile(1.1)", () => normalQuantile(1.1)],
    ["binomialPmf(1, -1, 0.5)", () => binomialPmf(1, -1, 0.5)],
    ["binomialPmf(1, 2, 2)", () => binomialPmf(1, 2, 2)],
    ["binomialCdf(NaN, 2, 0.5)", () => binomialCdf(Number.NaN, 2, 0.5)],
    ["binomialCdf(1, 2.5, 0.5)", () => binomialCdf(1, 2.5, 0.5)],
    ["binomialQuantile(2, 2, 0.5)", () => binomialQuantile(2, 2, 0.5)],
    ["studentTCdf(1, 0)", () => studentTCdf(1, 0)],
    ["studentTCdf(NaN, 1)", () => studentTCdf(Number.NaN, 1)],
    ["studentTQuantile(-1, 1)", () => studentTQuantile(-1, 1)],
  ])("%s is a RangeError", (_, call) => {
    expect(call).toThrow(RangeError);
  });
});
