import fc from "fast-check";
import { simulateMm1 } from "../../simulate/queue";
import {
  effectiveSampleSize,
  effectiveSampleSizeOver,
} from "../../src/stats/load/effective-sample-size";
import { mser5 } from "../../src/stats/load/mser5";
import { randomStream } from "../../src/stats/random";

const uniform = (n: number, name: string) =>
  Float64Array.from({ length: n }, randomStream(11, name));

describe("effectiveSampleSize", () => {
  test("independent ones are worth what they are", () => {
    const sizes = Array.from({ length: 40 }, (_, i) =>
      effectiveSampleSize(uniform(3000, `free ${i}`).map((u) => (u < 0.1 ? 1 : 0))),
    );
    // Batches of one are worth n exactly; one run in twenty looks correlated by chance.
    expect(sizes.filter((size) => size > 2999.999).length).toBeGreaterThanOrEqual(34);
    expect(Math.min(...sizes)).toBeGreaterThan(1500);
  });

  test("every one said ten times over is worth a tenth", () => {
    const sizes = Array.from({ length: 40 }, (_, i) => {
      const once = uniform(600, `tenfold ${i}`).map((u) => (u < 0.2 ? 1 : 0));
      return effectiveSampleSize(
        Float64Array.from({ length: 6000 }, (_, j) => once[Math.floor(j / 10)] as number),
      );
    });
    const mean = sizes.reduce((a, b) => a + b) / sizes.length;
    expect(mean).toBeGreaterThan(500);
    expect(mean).toBeLessThan(720);
  });

  test("the definition, worked by hand: alternating blocks of two", () => {
    // 0 0 1 1 …: r₁ of single ones is about 0, so batches of one stay: n_eff = n.
    const blocks = Array.from({ length: 400 }, (_, i) => Math.floor(i / 2) % 2);
    expect(effectiveSampleSize(blocks)).toBeCloseTo(400, 9);
    // Four long blocks never stop being correlated: batches grow to the last size that leaves 20,
    // 1 2 3 5 8 12 18 of 400, of which 22 batches lie in blocks of 100 but for the ones across an edge.
    const long = Array.from({ length: 400 }, (_, i) => Math.floor(i / 100) % 2);
    const means = Array.from(
      { length: 22 },
      (_, batch) => long.slice(batch * 18, batch * 18 + 18).reduce((a, b) => a + b) / 18,
    );
    const mean = means.reduce((a, b) => a + b) / 22;
    const variance = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 21;
    expect(effectiveSampleSize(long)).toBeCloseTo((400 * 0.25 * (400 / 399)) / (18 * variance), 9);
  });

  test("a series without change shows no clustering", () => {
    expect(effectiveSampleSize([0, 0, 0])).toBe(3);
    expect(effectiveSampleSize([1])).toBe(1);
  });

  test("lies between 0 and n", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 1), { minLength: 1, maxLength: 300 }), (series) => {
        const size = effectiveSampleSize(series);
        expect(size).toBeGreaterThan(0);
        expect(size).toBeLessThanOrEqual(series.length);
      }),
      { seed: 1 },
    );
  });

  test("of nothing, or with NaN, is a RangeError", () => {
    expect(() => effectiveSampleSize([])).toThrow(RangeError);
    expect(() => effectiveSampleSizeOver([], 1)).toThrow(RangeError);
    expect(() => effectiveSampleSizeOver([1, Number.NaN], 1)).toThrow(RangeError);
  });
});

describe("effectiveSampleSizeOver", () => {
  const queue = simulateMm1(5000, 0.8, randomStream(11, "queue"));
  const sorted = [...queue].sort((a, b) => b - a);

  test("with none over the limit, the exceedances of the sample's p90 say how values cluster", () => {
    const size = effectiveSampleSizeOver(queue, 1e9);
    expect(size).toBeLessThan(1000);
    expect(effectiveSampleSizeOver(queue, -1)).toBe(size);
  });

  test("one more over the limit never makes the sample worth more than none does", () => {
    const none = effectiveSampleSizeOver(queue, 1e9);
    for (let over = 1; over < 10; over++) {
      expect(effectiveSampleSizeOver(queue, sorted[over] as number)).toBeLessThanOrEqual(none);
    }
  });

  test("where ties leave nothing over p90, the median is taken", () => {
    const clustered = Array.from({ length: 1000 }, (_, i) =>
      Math.floor(i / 100) % 5 === 0 ? 1 : 2,
    );
    const capped = clustered.map((value) => (value === 1 ? 5 : 5.5));
    expect(effectiveSampleSizeOver(capped, 100)).toBe(1000);
    const rare = clustered.map((_, i) => (Math.floor(i / 100) % 5 === 0 ? 9 : 1));
    expect(effectiveSampleSizeOver(rare, 100)).toBeLessThan(100);
  });

  test("equal values throughout are worth what they are", () => {
    expect(effectiveSampleSizeOver(new Array(300).fill(7), 10)).toBe(300);
  });

  test("requests that never answered are over every limit", () => {
    const values = Array.from(uniform(1000, "lost"), (u) => (u < 0.02 ? Infinity : u));
    expect(effectiveSampleSizeOver(values, 10)).toBeGreaterThan(500);
  });
});

describe("mser5", () => {
  test("cuts a slow start and not much more", () => {
    const noise = uniform(1000, "start");
    const cut = mser5(noise.map((u, i) => u + (i < 100 ? 20 : 0)));
    expect(cut).toBeGreaterThanOrEqual(100);
    expect(cut).toBeLessThanOrEqual(150);
  });

  test("cuts a decaying start", () => {
    const noise = uniform(1000, "decay");
    const cut = mser5(noise.map((u, i) => u + 30 * Math.exp(-i / 40)));
    expect(cut).toBeGreaterThan(100);
    expect(cut).toBeLessThan(350);
  });

  test("cuts little of a steady run", () => {
    const cuts = Array.from({ length: 40 }, (_, i) => mser5(uniform(1000, `steady ${i}`)));
    expect(cuts.filter((cut) => cut <= 250).length).toBeGreaterThanOrEqual(30);
  });

  test("minimises Σ(Yᵢ − Ȳ)²/(m − d)² over the first half", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 10, maxLength: 120 }),
        (values) => {
          const batches = Array.from(
            { length: Math.floor(values.length / 5) },
            (_, i) => values.slice(i * 5, i * 5 + 5).reduce((a, b) => a + b) / 5,
          );
          const score = (cut: number) => {
            const kept = batches.slice(cut);
            const mean = kept.reduce((a, b) => a + b) / kept.length;
            return kept.reduce((sum, value) => sum + (value - mean) ** 2, 0) / kept.length ** 2;
          };
          const cut = mser5(values) / 5;
          expect(Number.isInteger(cut)).toBe(true);
          expect(cut).toBeLessThanOrEqual(batches.length / 2);
          for (let other = 0; other <= batches.length / 2; other++) {
            expect(score(cut)).toBeLessThanOrEqual(score(other) + 1e-9);
          }
        },
      ),
      { seed: 1 },
    );
  });

  test("cuts at most half, and nothing of a run too short to tell", () => {
    expect(mser5(Array.from({ length: 100 }, (_, i) => -i))).toBeLessThanOrEqual(50);
    expect([mser5([]), mser5([1, 2, 3]), mser5([9, 9, 9, 9, 9, 1])]).toEqual([0, 0, 0]);
  });

  test.each([Number.NaN, Infinity])("%d is a RangeError", (value) => {
    expect(() => mser5([1, value])).toThrow(RangeError);
  });
});
