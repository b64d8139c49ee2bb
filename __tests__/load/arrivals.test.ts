import { poissonArrivals } from "../../src/load/arrivals/poisson-arrivals";
import { randomStream } from "../../src/stats/random";

const schedule = (seed: number, rate = 50, ms = 100_000) =>
  poissonArrivals(randomStream(seed, "arrivals"), rate, ms);

describe("Poisson arrivals", () => {
  test("are the same for the same seed, and others for another", () => {
    expect(schedule(1)).toEqual(schedule(1));
    expect(schedule(1)).not.toEqual(schedule(2));
  });

  test("ascend within the stage", () => {
    const arrivals = schedule(3);
    expect(arrivals[0]).toBeGreaterThanOrEqual(0);
    expect(arrivals.at(-1)).toBeLessThan(100_000);
    expect(arrivals).toEqual(arrivals.slice().sort());
  });

  test("have exponential gaps (Kolmogorov–Smirnov, 1 %)", () => {
    const arrivals = schedule(4);
    const gaps = arrivals.map((at, i) => at - (arrivals[i - 1] ?? 0)).sort();
    const n = gaps.length;
    let distance = 0;
    gaps.forEach((gap, i) => {
      const expected = 1 - Math.exp(-gap / 20);
      distance = Math.max(distance, Math.abs(expected - i / n), Math.abs((i + 1) / n - expected));
    });
    expect(distance * Math.sqrt(n)).toBeLessThan(1.628);
  });

  test("have Poisson counts: mean and variance alike (dispersion test, 1 %)", () => {
    const arrivals = schedule(5);
    const counts = Array.from(
      { length: 100 },
      (_, second) => arrivals.filter((at) => Math.floor(at / 1000) === second).length,
    );
    const mean = counts.reduce((sum, count) => sum + count, 0) / 100;
    const dispersion = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / mean;
    // χ² with 99 degrees of freedom: 0.5 % and 99.5 % points.
    expect(dispersion).toBeGreaterThan(66.51);
    expect(dispersion).toBeLessThan(138.99);
    expect(Math.abs(mean - 50)).toBeLessThan(2.576 * Math.sqrt(50 / 100));
  });
});
