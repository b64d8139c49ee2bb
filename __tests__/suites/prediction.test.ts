import { predictedLabel, predictedNumber } from "../../src/suites/prediction";

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

test.each<[string, Parameters<typeof predictedLabel>[0], string | null]>([
  ["the greatest score names the class", [0.1, 0.7, 0.2], "b"],
  ["the first of several greatest, as NumPy's argmax", [0.4, 0.4, 0.2], "a"],
  ["an infinite score is a score", [0.1, infinity, 0.2], "b"],
  ["scores that are no numbers name none", [nan, nan, nan], null],
  ["one that is no number could have been the greatest", [nan, 0.7, 0.2], null],
  ["wherever it stands", [0.1, 0.7, nan], null],
  ["an object of scores", { a: 0.1, b: 0.7 }, "b"],
  ["and one with a hole", { a: nan, b: 0.7 }, null],
  ["texts in a list name none", ["a", "b", "c"], null],
  ["a list of one is its element", ["b"], "b"],
  ["nothing", null, null],
  ["an empty list", [], null],
])("%s", (_, value, label) => {
  expect(predictedLabel(value, ["a", "b", "c"])).toBe(label);
});

test("a number is a number, and nothing else is", () => {
  expect([3, [4], "5", true, [1, 2], null].map(predictedNumber)).toEqual([
    3,
    4,
    null,
    null,
    null,
    null,
  ]);
});
