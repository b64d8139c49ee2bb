import fc from "fast-check";
import { cosineSimilarity } from "../../src/stats/text/cosine-similarity";
import { pairwiseAgreement } from "../../src/stats/text/pairwise-agreement";

test.each([
  [[1, 0], [1, 0], 1],
  [[1, 0], [0, 2], 0],
  [[1, 2], [-2, -4], -1],
  [[4, 3], [1, 0], 0.8],
  // 32 / (√14 √77)
  [[1, 2, 3], [4, 5, 6], 0.9746318461970762],
])("the cosine of %j and %j", (a, b, cosine) => {
  expect(cosineSimilarity(a, b)).toBeCloseTo(cosine, 14);
});

test.each([
  [[1, 2], [1]],
  [
    [0, 0],
    [1, 1],
  ],
  [[], []],
])("%j and %j have no cosine", (a, b) => {
  expect(cosineSimilarity(a, b)).toBeNaN();
});

test("the cosine knows no length", () => {
  const vector = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(vector, vector, fc.integer({ min: 1, max: 50 }), (a, b, factor) => {
      fc.pre(a.some(Boolean) && b.some(Boolean));
      const scaled = cosineSimilarity(
        a.map((value) => value * factor),
        b,
      );
      expect(scaled).toBeCloseTo(cosineSimilarity(a, b), 12);
    }),
  );
});

test.each([
  [[[true, true, true]], 1],
  [[[true, false, true]], 1 / 3],
  [[[true, true, false, false]], 2 / 6],
  [
    [
      [true, true, true],
      [true, false, false],
    ],
    4 / 6,
  ],
  [[[true]], 1],
  [[], 1],
])("agreement within %j", (verdicts, agreement) => {
  expect(pairwiseAgreement(verdicts)).toBeCloseTo(agreement, 14);
});

test("the cosine of very long vectors", () => {
  const long = Array.from({ length: 500_000 }, (_, i) => i % 5);
  expect(cosineSimilarity(long, long)).toBeCloseTo(1, 12);
});
