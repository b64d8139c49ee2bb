import fc from "fast-check";
import { regularizedGammaUpper } from "../../src/stats/distributions/incomplete-gamma";
import { randomStream, sample, shuffle } from "../../src/stats/random";
import { bootstrapInterval } from "../../src/stats/resampling/bootstrap";

const draw = (n: number, seed: number, name: string) => {
  const random = randomStream(seed, name);
  return Array.from({ length: n }, random);
};

describe("randomStream", () => {
  test("is the same for the same seed and name, on every machine", () => {
    expect(draw(3, 42, "arrivals")).toEqual(draw(3, 42, "arrivals"));
    expect(draw(3, 42, "arrivals")).toMatchInlineSnapshot(`
[
  0.35474583174062146,
  0.15212038405477546,
  0.8832394596320144,
]
`);
  });

  test("is another for another seed or name, however near", () => {
    const starts = [
      [1, "a"],
      [2, "a"],
      [1, "b"],
      [-1, "a"],
      [11, "a"],
      [1, "1a"],
      [1, ""],
      [2 ** 40 + 1, "a"],
    ] as const;
    expect(new Set(starts.map(([seed, name]) => draw(1, seed, name)[0])).size).toBe(starts.length);
  });

  test("lies in [0, 1) with 53 bits", () => {
    const values = draw(10_000, 1, "bits");
    expect(
      values.every((value) => value >= 0 && value < 1 && Number.isInteger(value * 2 ** 53)),
    ).toBe(true);
    // Half of the numbers have their lowest bit set; the other bits tell of coarser generators.
    const odd = values.filter((value) => (value * 2 ** 53) % 2 === 1).length;
    expect(Math.abs(odd - 5000)).toBeLessThan(200);
  });

  test("is uniform, and pairs of streams are independent (χ² on a 10 × 10 grid)", () => {
    for (const [first, second] of [
      ["coin", "rows"],
      ["a", "b"],
      ["coin", "coin2"],
    ] as const) {
      const x = draw(100_000, 7, first);
      const y = draw(100_000, 7, second);
      const cells = new Float64Array(100);
      x.forEach((value, i) => {
        const cell = Math.floor(value * 10) * 10 + Math.floor((y[i] as number) * 10);
        cells[cell] = (cells[cell] as number) + 1;
      });
      const chiSquare = cells.reduce((sum, seen) => sum + (seen - 1000) ** 2 / 1000, 0);
      expect(regularizedGammaUpper(99 / 2, chiSquare / 2)).toBeGreaterThan(0.001);
    }
  });

  test.each([0.5, Number.NaN, 2 ** 53])("a seed of %d is a RangeError", (seed) => {
    expect(() => randomStream(seed, "a")).toThrow(RangeError);
  });
});

describe("shuffle and sample", () => {
  test("keep every item once and leave the original alone", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
        const before = [...items];
        const shuffled = shuffle(items, randomStream(seed, "shuffle"));
        expect([...shuffled].sort((a, b) => a - b)).toEqual([...items].sort((a, b) => a - b));
        expect(items).toEqual(before);
      }),
      { seed: 1 },
    );
  });

  test("every order of three, and every pair of four, is as likely as another", () => {
    const random = randomStream(3, "orders");
    const tally = (draws: () => string) => {
      const counts: Record<string, number> = {};
      for (let i = 0; i < 24_000; i++) {
        const key = draws();
        counts[key] = (counts[key] ?? 0) + 1;
      }
      return Object.values(counts);
    };
    const orders = tally(() => shuffle(["a", "b", "c"], random).join(""));
    const pairs = tally(() => sample(["a", "b", "c", "d"], 2, random).join(""));
    for (const [counts, kinds] of [
      [orders, 6],
      [pairs, 12],
    ] as const) {
      expect(counts).toHaveLength(kinds);
      const expected = 24_000 / kinds;
      const chiSquare = counts.reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0);
      expect(regularizedGammaUpper((kinds - 1) / 2, chiSquare / 2)).toBeGreaterThan(0.001);
    }
  });

  test("more than there is, is a RangeError", () => {
    expect(() => sample([1, 2], 3, randomStream(1, "a"))).toThrow(RangeError);
    expect(() => sample([1, 2], -1, randomStream(1, "a"))).toThrow(RangeError);
  });
});

describe("bootstrapInterval", () => {
  const options = (name: string) => ({ random: randomStream(5, name) });
  const mean = (values: number[]) => (rows: Uint32Array) =>
    rows.reduce((sum, row) => sum + (values[row] as number), 0) / rows.length;

  test("of a mean is near to mean ± 1.96 standard errors", () => {
    const values = draw(400, 5, "values");
    const [lower, upper] = bootstrapInterval(400, mean(values), options("mean")) as [
      number,
      number,
    ];
    const centre = values.reduce((a, b) => a + b) / 400;
    const error = Math.sqrt(
      values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / 400 / 400,
    );
    // The percentile bounds of 2000 replicates scatter by about 4 % of their distance.
    expect((centre - lower) / error / 1.96).toBeCloseTo(1, 0);
    expect((upper - lower) / error / (2 * 1.96)).toBeGreaterThan(0.9);
    expect((upper - lower) / error / (2 * 1.96)).toBeLessThan(1.1);
  });

  test("keeps pairs together: a constant difference has no width", () => {
    const before = draw(50, 5, "before");
    const after = before.map((value) => value + 1);
    const difference = (rows: Uint32Array) => mean(after)(rows) - mean(before)(rows);
    const [lower, upper] = bootstrapInterval(50, difference, options("paired")) as [number, number];
    expect([lower, upper]).toEqual([expect.closeTo(1, 12), expect.closeTo(1, 12)]);
  });

  test("is the same for the same stream", () => {
    const values = draw(30, 5, "again");
    expect(bootstrapInterval(30, mean(values), options("same"))).toEqual(
      bootstrapInterval(30, mean(values), options("same")),
    );
  });

  test("counts an undefined replicate against both bounds", () => {
    const sometimes = (share: number) => {
      let call = 0;
      return () => (call++ % 100 < share * 100 ? Number.NaN : call);
    };
    expect(bootstrapInterval(5, sometimes(0.01), options("nan")).every(Number.isFinite)).toBe(true);
    expect(bootstrapInterval(5, sometimes(0.05), options("nan"))).toEqual([null, null]);
  });

  test.each([
    ["no rows", () => bootstrapInterval(0, () => 1, options("a"))],
    ["no replicates", () => bootstrapInterval(1, () => 1, { ...options("a"), replicates: 0 })],
    ["a confidence of 0", () => bootstrapInterval(1, () => 1, { ...options("a"), confidence: 0 })],
  ])("%s is a RangeError", (_, call) => {
    expect(call).toThrow(RangeError);
  });
});
