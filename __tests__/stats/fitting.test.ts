import fc from "fast-check";
import { normalQuantile } from "../../src/stats/distributions/normal";
import { growthExponents } from "../../src/stats/fitting/growth-exponents";
import { levenbergMarquardt } from "../../src/stats/fitting/levenberg-marquardt";
import { fitPowerLawCost } from "../../src/stats/fitting/power-law-cost";
import {
  bootstrapUniversalScalability,
  fitUniversalScalability,
  scalabilityInterval,
  scaledThroughput,
  scalingEfficiency,
} from "../../src/stats/fitting/universal-scalability";
import { median } from "../../src/stats/percentile";
import { type Random, randomStream } from "../../src/stats/random";
import { stratifiedBootstrapInterval } from "../../src/stats/resampling/stratified-bootstrap";
import reference from "../fixtures/stats/load.json";
import { relativeError } from "./relative-error";

const USERS = [1, 2, 4, 8, 16, 32];
const SIZES = [1, 2, 4, 8, 16, 32, 64, 128];
const normal = (random: Random) => normalQuantile(random() || 0.5);

/** A parameter on its bound is 0 on both sides; there a relative error has no meaning. */
function expectParameter(got: number, expected: number) {
  if (expected === 0) expect(got).toBeLessThan(1e-12);
  else expect(relativeError(got, expected)).toBeLessThan(1e-8);
}

describe("the universal scalability law", () => {
  test.each(reference.scalability)("least squares of 40 digits, curve %#", (row) => {
    const { gamma, alpha, beta } = fitUniversalScalability(row.points);
    expectParameter(gamma, row.gamma);
    expectParameter(alpha, row.alpha);
    expectParameter(beta, row.beta);
  });

  const parameters = fc.record({
    gamma: fc.double({ min: 0.01, max: 1e5, noNaN: true }),
    alpha: fc.double({ min: 0, max: 0.9, noNaN: true }),
    beta: fc.double({ min: 0, max: 0.1, noNaN: true }),
  });

  test("is found where the measurements lie on it", () => {
    fc.assert(
      fc.property(parameters, (law) => {
        const points = USERS.map((users) => ({
          users,
          throughput: scaledThroughput({ ...law, peakUsers: 1 }, users),
        }));
        const fit = fitUniversalScalability(points);
        expect(relativeError(fit.gamma, law.gamma)).toBeLessThan(1e-6);
        expect(fit.alpha).toBeCloseTo(law.alpha, 6);
        expect(fit.beta).toBeCloseTo(law.beta, 6);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test("peaks where it says", () => {
    const points = USERS.map((users) => ({
      users,
      throughput: (50 * users) / (1 + 0.1 * (users - 1) + 0.01 * users * (users - 1)),
    }));
    const fit = fitUniversalScalability(points);
    expect(fit.peakUsers).toBeCloseTo(Math.sqrt(0.9 / 0.01), 6);
    expect(scaledThroughput(fit, 9.5)).toBeGreaterThan(scaledThroughput(fit, 9));
    expect(scaledThroughput(fit, 9.5)).toBeGreaterThan(scaledThroughput(fit, 10));
    expect(scalingEfficiency(fit, 1)).toBe(1);
  });

  test("linear growth has no peak, and falling throughput peaks at one user", () => {
    const linear = fitUniversalScalability(
      USERS.map((users) => ({ users, throughput: 3 * users })),
    );
    expect(linear.peakUsers).toBeGreaterThan(1e5);
    expect(scalingEfficiency(linear, 32)).toBeCloseTo(1, 6);
    const falling = fitUniversalScalability(
      USERS.map((users) => ({ users, throughput: 9 / users })),
    );
    expect(falling.peakUsers).toBe(1);
    const faster = fitUniversalScalability(
      USERS.map((users) => ({ users, throughput: users ** 1.3 })),
    );
    expect([faster.alpha, faster.beta, faster.peakUsers]).toEqual([0, 0, Infinity]);
  });

  test.each([
    ["past its peak", { gamma: 30, alpha: 0.05, beta: 0.002, peakUsers: 21.8 }],
    ["without coherency cost", { gamma: 30, alpha: 0.02, beta: 0, peakUsers: Infinity }],
  ])("the intervals hold the truth about as often as they say: %s", (name, truth) => {
    const random = randomStream(3, name);
    const runs = 60;
    const covered = { efficiency: 0, alpha: 0, beta: 0 };
    for (let run = 0; run < runs; run++) {
      const points = [...USERS, ...USERS, ...USERS].map((users) => ({
        users,
        throughput: scaledThroughput(truth, users) * (1 + 0.05 * normal(random)),
      }));
      const bootstrap = bootstrapUniversalScalability(points, random, 150);
      const holds = (read: (law: typeof truth) => number) => {
        const [low, high] = scalabilityInterval(bootstrap, read);
        return (low ?? -Infinity) <= read(truth) && read(truth) <= (high ?? Infinity);
      };
      if (holds((law) => scalingEfficiency(law, 8))) covered.efficiency++;
      if (holds(({ alpha }) => alpha)) covered.alpha++;
      if (holds(({ beta }) => beta)) covered.beta++;
    }
    for (const count of Object.values(covered)) {
      expect(count / runs).toBeGreaterThanOrEqual(0.95 - 3 * Math.sqrt((0.05 * 0.95) / runs));
    }
  });
});

describe("the power law of cost", () => {
  test.each(reference.powerLaws)("least squares of 40 digits, curve %#", (row) => {
    const { fixed, scale, exponent } = fitPowerLawCost(row.costs);
    expectParameter(fixed, row.fixed);
    expectParameter(scale, row.scale);
    expectParameter(exponent, row.exponent);
  });

  test("is found where the measurements lie on it", () => {
    const parameters = fc.record({
      fixed: fc.double({ min: 0, max: 100, noNaN: true }),
      scale: fc.double({ min: 0.1, max: 100, noNaN: true }),
      exponent: fc.double({ min: 0.3, max: 3, noNaN: true }),
    });
    fc.assert(
      fc.property(parameters, ({ fixed, scale, exponent }) => {
        const costs = SIZES.map((size) => ({ size, time: fixed + scale * size ** exponent }));
        const fit = fitPowerLawCost(costs);
        expect(fit.exponent).toBeCloseTo(exponent, 4);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test("where nothing grows the exponent is 0", () => {
    expect(fitPowerLawCost(SIZES.map((size) => ({ size, time: 20 })))).toEqual({
      fixed: expect.closeTo(20, 9),
      scale: 0,
      exponent: 0,
    });
    const shrinking = fitPowerLawCost(SIZES.map((size) => ({ size, time: 20 - size / 20 })));
    expect([shrinking.scale, shrinking.exponent]).toEqual([0, 0]);
  });

  test("units change nothing but the scale", () => {
    const { costs } = reference.powerLaws[0] as (typeof reference.powerLaws)[0];
    const once = fitPowerLawCost(costs);
    const other = fitPowerLawCost(
      costs.map(({ size, time }) => ({ size: size * 1e6, time: time / 1e3 })),
    );
    expect(relativeError(other.exponent, once.exponent)).toBeLessThan(1e-9);
    expect(relativeError(other.fixed, once.fixed / 1e3)).toBeLessThan(1e-9);
  });

  test("its bootstrap interval tells O(n²) from O(n)", () => {
    const random = randomStream(4, "power law");
    const upperAt = (exponent: number, end: 0 | 1) => {
      const groups = SIZES.map((size) =>
        Array.from(
          { length: 30 },
          () => (5 + 0.5 * size ** exponent) * Math.exp(0.1 * normal(random)),
        ),
      );
      return stratifiedBootstrapInterval(
        groups,
        (drawn) =>
          fitPowerLawCost(
            drawn.map((times, i) => ({ size: SIZES[i] as number, time: median(times) })),
          ).exponent,
        { random, replicates: 200 },
      )[end] as number;
    };
    expect(upperAt(1, 1)).toBeLessThan(1.15);
    expect(upperAt(1, 1)).toBeGreaterThan(0.95);
    expect(upperAt(2, 0)).toBeGreaterThan(1.8);
  });
});

test("growth between sizes is the logarithm to base 2 where they double", () => {
  expect(
    growthExponents([
      { size: 1, time: 10 },
      { size: 2, time: 10 },
      { size: 4, time: 20 },
      { size: 8, time: 80 },
      { size: 32, time: 320 },
    ]),
  ).toEqual([0, 1, 2, 1]);
});

test("the stratified bootstrap draws each group from itself", () => {
  const random = randomStream(1, "strata");
  const groups = [[1, 1, 1], [5, 7], [9]];
  const seen = new Set<number>();
  const interval = stratifiedBootstrapInterval(
    groups,
    ([a, b, c]) => {
      expect([...(a as Float64Array), ...(c as Float64Array)]).toEqual([1, 1, 1, 9]);
      const sum = (b as Float64Array).reduce((x, y) => x + y);
      seen.add(sum);
      return sum;
    },
    { random, replicates: 300 },
  );
  expect([...seen].sort((a, b) => a - b)).toEqual([10, 12, 14]);
  expect(interval).toEqual([10, 14]);
});

test("least squares holds a parameter at its bound, and finds Rosenbrock's valley", () => {
  const valley = {
    residuals: ([x, y]: readonly number[]) => [
      10 * ((y as number) - (x as number) ** 2),
      1 - (x as number),
    ],
    jacobian: ([x]: readonly number[]) => [
      [-20 * (x as number), 10],
      [-1, 0],
    ],
  };
  const free = levenbergMarquardt({ ...valley, start: [-1.2, 1], lower: [-Infinity, -Infinity] });
  expect(free.parameters).toEqual([expect.closeTo(1, 12), expect.closeTo(1, 12)]);
  const bound = levenbergMarquardt({ ...valley, start: [3, 9], lower: [2, -Infinity] });
  expect(bound.parameters).toEqual([2, expect.closeTo(4, 12)]);
  expect(bound.sumOfSquares).toBeCloseTo(1, 12);
});

test.each<[string, () => unknown]>([
  [
    "two numbers of users",
    () => fitUniversalScalability([1, 2, 2].map((users) => ({ users, throughput: 1 }))),
  ],
  [
    "a throughput of 0",
    () => fitUniversalScalability(USERS.map((users) => ({ users, throughput: users - 1 }))),
  ],
  [
    "half a user",
    () => fitUniversalScalability(USERS.map((users) => ({ users: users / 2, throughput: 1 }))),
  ],
  [
    "three points for a bootstrap",
    () =>
      bootstrapUniversalScalability(
        [1, 2, 4].map((users) => ({ users, throughput: users })),
        Math.random,
      ),
  ],
  ["three sizes", () => fitPowerLawCost([1, 2, 4].map((size) => ({ size, time: size })))],
  ["a time of NaN", () => fitPowerLawCost(SIZES.map((size) => ({ size, time: Number.NaN })))],
  ["a size of 0", () => fitPowerLawCost(SIZES.map((size) => ({ size: size - 1, time: 1 })))],
  ["one size", () => growthExponents([{ size: 1, time: 1 }])],
  [
    "descending sizes",
    () =>
      growthExponents([
        { size: 2, time: 1 },
        { size: 1, time: 1 },
      ]),
  ],
  [
    "an empty group",
    () => stratifiedBootstrapInterval([[1], []], () => 1, { random: Math.random }),
  ],
  ["no groups", () => stratifiedBootstrapInterval([], () => 1, { random: Math.random })],
  [
    "a start that is nowhere",
    () =>
      levenbergMarquardt({
        start: [0],
        lower: [0],
        residuals: () => [Number.NaN],
        jacobian: () => [[1]],
      }),
  ],
])("%s is a RangeError", (_, call) => {
  expect(call).toThrow(RangeError);
});
