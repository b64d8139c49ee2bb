import fc from "fast-check";
import { editDistance, nearestName } from "../../src/config/nearest-name";

describe("editDistance", () => {
  // Published examples: Levenshtein's kitten/sitting, and CA/ABC, on which the two variants differ.
  test.each([
    ["", "", 0],
    ["abc", "abc", 0],
    ["kitten", "sitting", 3],
    ["ca", "abc", 3],
    ["lable", "label", 1],
    ["", "abc", 3],
  ])("%s, %s: %d", (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  test("is symmetric, and zero for equal texts alone", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
      }),
    );
  });
});

describe("nearestName", () => {
  const valid = ["timeout", "label", "max_drop", "f1.macro", "f1.micro"];
  test.each([
    ["tiemout", "timeout"],
    ["Label", "label"],
    ["max-drop", "max_drop"],
    ["f1", "f1.macro"],
    ["f1.mikro", "f1.micro"],
    ["security", null],
    ["", null],
    ["l".repeat(1000), null],
  ])("%s: %s", (name, nearest) => {
    expect(nearestName(name, valid)).toBe(nearest);
  });

  test("nothing is near where nothing is valid", () => {
    expect(nearestName("a", [])).toBeNull();
  });
});
