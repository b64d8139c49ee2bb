import { binomialQuantile } from "../../src/stats/distributions/binomial";
import { normalQuantile } from "../../src/stats/distributions/normal";
import { effectiveSampleSizeOver } from "../../src/stats/load/effective-sample-size";
import { percentileInterval, quantile } from "../../src/stats/percentile";
import { clopperPearson } from "../../src/stats/proportions/clopper-pearson";
import { type Random, randomStream } from "../../src/stats/random";
import { signedRankInterval } from "../../src/stats/ranks/hodges-lehmann";
import { judgeShare } from "../../src/verdict/judge-share";
import { mm1Quantile, simulateMm1 } from "./queue";

/** The share of runs in which something happened; seeded, so the same every time. */
function shareOf(runs: number, name: string, happened: (random: Random) => boolean): number {
  const random = randomStream(2024, name);
  let count = 0;
  for (let run = 0; run < runs; run++) if (happened(random)) count++;
  return count / runs;
}

/** α plus three standard errors of its estimate from so many runs. */
const atMost = (alpha: number, runs: number) => alpha + 3 * Math.sqrt((alpha * (1 - alpha)) / runs);

function drawBinomial(n: number, p: number, random: Random): number {
  return binomialQuantile(random(), n, p);
}

describe("Clopper–Pearson covers at least as often as it says", () => {
  test.each([
    [20, 0.5],
    [299, 0.01],
    [500, 0.05],
    [1000, 0.005],
  ])("n = %d, p = %d", (n, p) => {
    const runs = 1000;
    const missed = shareOf(runs, `coverage ${n} ${p}`, (random) => {
      const [lower, upper] = clopperPearson(drawBinomial(n, p, random), n);
      return p < lower || p > upper;
    });
    expect(missed).toBeLessThanOrEqual(atMost(0.05, runs));
  });
});

describe("a share exactly at its limit is seldom passed, and seldom failed", () => {
  test.each([
    [500, 0.05],
    [500, 0.01],
    [3000, 0.005],
  ])("n = %d, limit %d", (n, limit) => {
    const runs = 1000;
    // The verdict hangs on the count alone, and few counts occur.
    const verdicts = new Map<number, string>();
    const verdictOf = (count: number) => {
      const known =
        verdicts.get(count) ??
        judgeShare({ count, n, limit, direction: "at-most", what: "requests" }).verdict;
      verdicts.set(count, known);
      return known;
    };
    for (const verdict of ["pass", "fail"] as const) {
      const wrong = shareOf(runs, `limit ${n} ${limit} ${verdict}`, (random) => {
        return verdictOf(drawBinomial(n, limit, random)) === verdict;
      });
      expect(wrong).toBeLessThanOrEqual(atMost(0.05, runs));
    }
  });
});

describe("the interval of a percentile in M/M/1, by the effective sample size", () => {
  const runs = 100;
  /** Published: 92–94 % at n = 30 000, where uncorrected ranks cover 41 and 18 % at ρ = .6 and .8. */
  test.each([
    [0.6, 0.95],
    [0.8, 0.95],
    [0.6, 0.99],
  ])("ρ = %d, quantile %d", (load, p) => {
    const truth = mm1Quantile(p, load);
    let coveredUncorrected = 0;
    const coverage = shareOf(runs, `queue ${load} ${p}`, (random) => {
      const times = simulateMm1(30_000, load, random);
      const sorted = times.slice().sort();
      const covers = (size: number) => {
        const [lower, upper] = percentileInterval(sorted, p, 0.95, size);
        return (lower ?? 0) <= truth && truth <= (upper ?? Infinity);
      };
      if (covers(times.length)) coveredUncorrected++;
      return covers(effectiveSampleSizeOver(times, quantile(sorted, p)));
    });
    expect(coverage).toBeGreaterThanOrEqual(0.92 - 3 * Math.sqrt((0.92 * 0.08) / runs));
    // The control: without the correction the same runs must be seen to fail.
    expect(coveredUncorrected / runs).toBeLessThan(0.6);
  });
});

describe("the signed-rank interval covers as often as it says", () => {
  test.each([
    ["exact, n = 20", 20, (z: number) => z],
    ["approximate, n = 80", 80, (z: number) => z],
    ["with ties, n = 60", 60, (z: number) => Math.round(z * 2) / 2],
  ])("%s", (name, n, observe) => {
    const runs = 1500;
    const missed = shareOf(runs, name, (random) => {
      const values = Array.from({ length: n }, () => observe(normalQuantile(random() || 0.5)));
      const [lower, upper] = signedRankInterval(values) as [number, number];
      return lower > 0 || upper < 0;
    });
    expect(missed).toBeLessThanOrEqual(atMost(0.05, runs));
    // Neither is it much too wide; with ties the true coverage is above the nominal one.
    expect(missed).toBeGreaterThan(name.startsWith("with ties") ? 0 : 0.03);
  });
});
