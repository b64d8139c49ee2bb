import fc from "fast-check";
import {
  formatChange,
  formatInterval,
  formatLimit,
  formatMeasure,
} from "../../src/report/format-measure";
import type { Direction, Unit } from "../../src/verdict/result";

test.each<[number | string | null, Unit | null, string]>([
  [412.3, "ms", "412 ms"],
  [41.26, "ms", "41.3 ms"],
  [0.4129, "ms", "0.413 ms"],
  [1900, "ms", "1.9 s"],
  [0.99, "share", "99.0 %"],
  [0.0004, "share", "0.040 %"],
  [0, "share", "0 %"],
  [1, "share", "100 %"],
  [20.14, "per-second", "20.1/s"],
  [120.4, "per-second", "120/s"],
  [400, "count", "400"],
  [12_345, "count", "12,345"],
  [1.074, "ratio", "1.07×"],
  [0.98712, "score", "0.987"],
  [-0.5, "score", "−0.500"],
  [512, "bytes", "512 B"],
  [1536, "bytes", "1.5 KiB"],
  [3 * 1024 ** 2, "bytes", "3.0 MiB"],
  [2.34567, null, "2.35"],
  ["Adelie", null, "Adelie"],
  [null, "ms", "–"],
  [Number.NaN, "ms", "–"],
])("%p %p reads %p", (value, unit, text) => {
  expect(formatMeasure(value, unit)).toBe(text);
});

describe("a number is never rounded onto what it is not", () => {
  test.each<[number, Unit, number | null, string]>([
    [0.9896, "share", 0.99, "98.96 %"],
    [0.98996, "share", 0.99, "98.996 %"],
    [0.99004, "share", 0.99, "99.004 %"],
    [0.98955, "share", 0.9896, "98.95 %"],
    [0.99996, "share", null, "99.996 %"],
    [350.02, "ms", 350, "350.02 ms"],
    [349.8, "ms", 350, "349.8 ms"],
    [350, "ms", 350, "350 ms"],
    [0.07, "share", 0.07, "7.0 %"],
    [1 - 0.93, "share", 0.07, "7.0 %"],
  ])("%p %p beside %p reads %p", (value, unit, limit, text) => {
    expect(formatMeasure(value, unit, limit)).toBe(text);
  });

  test("any share beside any limit reads as the verdict has it", () => {
    const share = fc.integer({ min: 0, max: 100_000 }).map((part) => part / 100_000);
    fc.assert(
      fc.property(share, share, (value, limit) => {
        const shown = Number.parseFloat(formatMeasure(value, "share", limit));
        const beside = Number.parseFloat(formatLimit(limit, null, "share"));
        expect(Math.sign(shown - beside)).toBe(Math.sign(value - limit));
      }),
      { numRuns: 2000 },
    );
  });
});

test.each<[number | string | null, Direction | null, Unit | null, string]>([
  [0.99, "at-least", "share", "≥ 99 %"],
  [0.015, "at-most", "share", "≤ 1.5 %"],
  [0.07, "at-most", "share", "≤ 7 %"],
  [350, "at-most", "ms", "≤ 350 ms"],
  [0.9999999, "at-least", "share", "≥ 99.99999 %"],
  [2 * 748010291, "at-most", "bytes", "≤ 1.3933 GiB"],
  [Math.log(20), "at-most", "score", "≤ 2.9957"],
  [1500, "at-most", "ms", "≤ 1.5 s"],
  [0.9, "at-least", "score", "≥ 0.9"],
  ["3", null, null, "3"],
  [null, "at-least", "share", "–"],
])("the limit %p %p %p reads %p", (limit, direction, unit, text) => {
  expect(formatLimit(limit, direction, unit)).toBe(text);
});

test.each<
  [[number | null, number | null] | null, Unit | null, number | null, number | null, string]
>([
  [[0.971, 0.999], "share", 0.99, null, "[97.1, 99.9]"],
  [[0.971, 0.999], "share", null, null, "[97.1, 99.9] %"],
  [[0.9896, 1], "share", 0.995, 0.99, "[98.96, 100]"],
  [[900, 1400], "ms", 1200, null, "[0.9, 1.4]"],
  [[900, 1400], "ms", 990, null, "[900, 1400]"],
  [[97.1, null], "ms", 99, null, "[97.1, ∞)"],
  [[null, 99.9], "ms", 99, null, "(−∞, 99.9]"],
  [[null, null], "ms", 99, null, ""],
  [null, "ms", 99, null, ""],
])("the interval %p %p of %p beside %p reads %p", (interval, unit, observed, limit, text) => {
  expect(formatInterval(interval, unit, observed, limit)).toBe(text);
});

test.each<[number | string | null, number | string | null, Unit | null, string]>([
  [412.3, 314.7, "ms", "+31 %"],
  [92.4, 94.1, "ms", "−1.8 %"],
  [0.98, 0.985, "share", "−0.5 pp"],
  [0.9996, 1, "share", "−0.04 pp"],
  [0.99, 0.99, "share", "±0"],
  [100, 100.0001, "ms", "±0"],
  [0.912, 0.9, "score", "+0.012"],
  [5, 0, "ms", "–"],
  ["a", "b", null, "–"],
  [5, null, "ms", "–"],
])("from %p, the base being %p %p, is %p", (observed, baseline, unit, text) => {
  expect(formatChange(observed, baseline, unit)).toBe(text);
});
