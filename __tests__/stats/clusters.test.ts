import { normalQuantile } from "../../src/stats/distributions/normal";
import { studentTQuantile } from "../../src/stats/distributions/student-t";
import { clusteredMoments } from "../../src/stats/means/clustered-moments";
import { momentsOf } from "../../src/stats/means/moments";
import { clusteredShare } from "../../src/stats/proportions/clustered-share";
import { randomStream } from "../../src/stats/random";
import { expectRelative } from "./relative-error";

const VALUES = [3, 5, 4, 9, 11, 1, 2, 2];

test("clusters of one value are values", () => {
  const clustered = clusteredMoments(
    VALUES,
    VALUES.map((_, i) => i),
  );
  const plain = momentsOf(VALUES);
  expect(clustered.n).toBe(plain.n);
  expectRelative(clustered.mean, plain.mean, 1e-12);
  expectRelative(clustered.variance, plain.variance, 1e-12);
});

test("clusters of equal size are compared by their means", () => {
  const clustered = clusteredMoments(VALUES, ["a", "a", "b", "b", "c", "c", "d", "d"]);
  const means = momentsOf([4, 6.5, 6, 2]);
  expect(clustered.n).toBe(4);
  expectRelative(clustered.mean, means.mean, 1e-12);
  expectRelative(clustered.variance, means.variance, 1e-12);
});

test("of unequal size: the residuals of a ratio, by hand", () => {
  // Mean 3; residuals −2, 0 − 1 + 3 = 2: K/(K−1)·Σr²/n² = 2·8/25, and n of them is K = 2.
  const { n, mean, variance } = clusteredMoments([1, 3, 2, 3, 6], ["a", "b", "b", "b", "b"]);
  expect([n, mean]).toEqual([2, 3]);
  expectRelative(variance / n, (2 * 8) / 25, 1e-12);
});

test("values that do not vary have no variance, to the last bit", () => {
  const same = Array<number>(7).fill(7.3);
  expect(clusteredMoments(same, [1, 1, 2, 2, 3, 3, 3]).variance).toBe(0);
});

test("clusters of unequal size are worth fewer of one size, by hand", () => {
  // Σm = 10 and Σm² = 28 of sizes 4, 2, 2, 2.
  const sizes = [4, 2, 2, 2];
  const clusters = sizes.flatMap((size, i) => Array<number>(size).fill(i));
  const values = clusters.map((cluster, i) => cluster + i);
  expectRelative(clusteredMoments(values, clusters).n, 100 / 28, 1e-12);
});

test("a mean that hangs on a few large clusters is not taken for a sure one", () => {
  const RUNS = 2000;
  const random = randomStream(1, "clusters");
  const normal = () => normalQuantile(random() || 0.5);
  let misses = 0;
  for (let run = 0; run < RUNS; run++) {
    const [values, clusters]: [number[], number[]] = [[], []];
    for (let cluster = 0; cluster < 10; cluster++) {
      const [size, level] = [Math.ceil(5 * Math.exp(1.2 * normal())), normal()];
      for (let i = 0; i < size; i++) {
        values.push(level);
        clusters.push(cluster);
      }
    }
    const { n, mean, variance } = clusteredMoments(values, clusters);
    if (mean / Math.sqrt(variance / n) < studentTQuantile(0.05, n - 1)) misses++;
  }
  // α and three standard errors of so many runs.
  expect(misses / RUNS).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / RUNS));
});

describe("a share is worth", () => {
  const ofClusters = (
    clusters: number,
    size: number,
    isOne: (cluster: number, i: number) => boolean,
  ) =>
    clusteredShare(
      Array.from({ length: clusters * size }, (_, i) =>
        isOne(Math.floor(i / size), i % size) ? 1 : 0,
      ),
      Array.from({ length: clusters * size }, (_, i) => Math.floor(i / size)),
      0.05,
    );

  test("about one trial a cluster where all of a cluster are alike", () => {
    const { successes, trials } = ofClusters(400, 10, (cluster) => cluster % 4 === 0);
    expect(trials).toBeGreaterThan(390);
    expect(trials).toBeLessThan(400);
    expect(successes / trials).toBeCloseTo(0.25, 12);
  });

  test("at most its trials, where clusters are more alike than chance makes them", () => {
    const { trials } = ofClusters(400, 10, (_, i) => i < 3);
    expect(trials).toBeLessThanOrEqual(4000);
  });

  test("one trial a cluster where nothing has varied", () => {
    expect(ofClusters(50, 10, () => false)).toEqual({ successes: 0, trials: 50 });
    expect(ofClusters(50, 10, () => true)).toEqual({ successes: 50, trials: 50 });
  });

  test("next to nothing where there are two clusters", () => {
    expect(ofClusters(2, 1000, (cluster, i) => i % (cluster + 2) === 0).trials).toBeLessThan(10);
  });
});

test.each([
  ["one cluster", [1, 2], ["a", "a"]],
  ["one value", [1], ["a"]],
  ["unequal lengths", [1, 2], ["a"]],
  ["no number", [1, Number.NaN], ["a", "b"]],
])("%s is refused", (_, values, clusters) => {
  expect(() => clusteredMoments(values, clusters)).toThrow(RangeError);
});
