import fc from "fast-check";
import { accuracy } from "../../../src/stats/metrics/accuracy";
import { confusionMatrix } from "../../../src/stats/metrics/confusion-matrix";
import { mae } from "../../../src/stats/metrics/mae";
import {
  averageScores,
  precisionRecallF1,
  scoreClasses,
} from "../../../src/stats/metrics/precision-recall-f1";
import { r2 } from "../../../src/stats/metrics/r2";
import { rmse } from "../../../src/stats/metrics/rmse";
import reference from "../../fixtures/stats/metrics.json";

type Labels = (string | number | boolean)[];
const close = (value: number) => expect.closeTo(value, 12);
const AVERAGES = ["macro", "micro", "weighted"] as const;

describe("against scikit-learn", () => {
  test.each(reference.classification.map((row, i) => [i, row] as const))(
    "labels, case %d",
    (_, row) => {
      const truth: Labels = row.truth;
      const predicted: Labels = row.predicted;
      const matrix = confusionMatrix(truth, predicted);
      expect(matrix).toEqual({ labels: row.labels, counts: row.confusion });
      expect(accuracy(truth, predicted)).toBe(row.accuracy);
      expect(scoreClasses(matrix)).toEqual(
        row.classes.map(({ label, support, precision, recall, f1 }) => ({
          label,
          support,
          precision: close(precision),
          recall: close(recall),
          f1: close(f1),
        })),
      );
      for (const average of AVERAGES) {
        const { precision, recall, f1 } = row.averages[average];
        const expected = { precision: close(precision), recall: close(recall), f1: close(f1) };
        expect(averageScores(matrix, average)).toEqual(expected);
        expect(precisionRecallF1(truth, predicted, average)).toEqual(expected);
      }
    },
  );

  test.each(reference.regression.map((row, i) => [i, row] as const))(
    "numbers, case %d",
    (_, row) => {
      expect(mae(row.truth, row.predicted)).toBeCloseTo(row.mae, 10);
      expect(rmse(row.truth, row.predicted)).toBeCloseTo(row.rmse, 10);
      expect(r2(row.truth, row.predicted)).toBeCloseTo(row.r2, 10);
    },
  );
});

test("NIST NumAcc4: a deviation of exactly 0.1 around ten million", () => {
  const values = [
    10_000_000.2,
    ...Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? 10_000_000.1 : 10_000_000.3)),
  ];
  const deviation =
    rmse(
      values,
      values.map(() => 10_000_000.2),
    ) * Math.sqrt(1001 / 1000);
  // The inputs themselves are only representable to 1e-9.
  expect(deviation).toBeCloseTo(0.1, 8);
});

test("the score of one class, and of a class that does not occur", () => {
  const [truth, predicted] = [
    ["a", "a", "b"],
    ["a", "c", "c"],
  ];
  expect(precisionRecallF1(truth as Labels, predicted as Labels, { label: "a" })).toEqual({
    precision: 1,
    recall: 0.5,
    f1: close(2 / 3),
  });
  expect(precisionRecallF1(truth as Labels, predicted as Labels, { label: "z" })).toEqual({
    precision: 0,
    recall: 0,
    f1: 0,
  });
});

test.each(AVERAGES)(
  "the %s average of perfect predictions is 1, of however many classes",
  (average) => {
    for (let classes = 1; classes <= 120; classes++) {
      // Classes of different sizes.
      const truth = Array.from({ length: classes * 3 }, (_, i) => `c${(i * i) % classes}`);
      expect(precisionRecallF1(truth, truth, average)).toEqual({ precision: 1, recall: 1, f1: 1 });
    }
  },
);

test("a number and its text are two classes", () => {
  expect(accuracy([1], ["1"])).toBe(0);
  expect(confusionMatrix([1], ["1"]).labels).toEqual([1, "1"]);
});

test("r² of one row has no value; a constant truth scores 1 or 0", () => {
  expect(r2([1], [1])).toBeNaN();
  expect(r2([0.1, 0.1, 0.1], [0.1, 0.1, 0.1])).toBe(1);
  expect(r2([0.1, 0.1, 0.1], [0.1, 0.1, 0.2])).toBe(0);
});

test("the pooled scores are the accuracy, and all scores are shares", () => {
  const labels = fc.array(
    fc.tuple(fc.constantFrom("a", "b", "c"), fc.constantFrom("a", "b", "c", "d")),
    { minLength: 1 },
  );
  fc.assert(
    fc.property(labels, (rows) => {
      const truth = rows.map(([label]) => label);
      const predicted = rows.map(([, label]) => label);
      const { precision, recall, f1 } = precisionRecallF1(truth, predicted, "micro");
      const right = accuracy(truth, predicted);
      expect([precision, recall, f1]).toEqual([close(right), close(right), close(right)]);
      expect(precisionRecallF1(truth, predicted, "weighted").recall).toBeCloseTo(right, 12);
      for (const score of Object.values(precisionRecallF1(truth, predicted, "macro"))) {
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1 + 1e-12);
      }
    }),
    { seed: 1 },
  );
});

test.each([accuracy, confusionMatrix, mae, rmse, r2] as ((a: never[], b: never[]) => unknown)[])(
  "%p of no rows, or of unequal ones, is a RangeError",
  (metric) => {
    expect(() => metric([], [])).toThrow(RangeError);
    expect(() => metric([1 as never], [])).toThrow(RangeError);
  },
);
