import fc from "fast-check";
import { convertCell, inferType, sharedType } from "../../src/data/infer-types";

test.each([
  ["number", ["1", "-2.5", "+3", ".5", "4.", "1e-3", "0", "-0.1", " 7 ", null]],
  ["boolean", ["true", "false", null]],
  ["boolean", ["True", "FALSE"]],
  ["text", ["1", "x"]],
  ["text", ["true", "1"]],
  ["text", ["yes", "no"]],
  ["text", ["007", "1"]],
  ["text", ["02134"]],
  ["text", ["-01"]],
  ["text", ["1", "NaN"]],
  ["text", ["Infinity"]],
  ["text", ["-inf"]],
  ["text", ["1e999"]],
  ["text", ["0x10"]],
  ["text", ["1_000"]],
  ["text", ["1,5"]],
  ["text", ["9007199254740993"]],
  ["text", ["2024-01-01"]],
  ["text", ["1", " "]],
  ["text", [null, null]],
  ["text", []],
])("%s: %j", (type, cells) => {
  expect(inferType(cells)).toBe(type);
});

test("a column of numbers holds the numbers that were written", () => {
  const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.maxSafeInteger());
  fc.assert(
    fc.property(fc.array(number, { minLength: 1 }), (numbers) => {
      const cells = numbers.map(String);
      // Whole numbers beyond 2^53 may not be what the file's author had; they stay text.
      fc.pre(
        numbers.every((value) => !/^-?\d+$/.test(String(value)) || Number.isSafeInteger(value)),
      );
      expect(inferType(cells)).toBe("number");
      expect(cells.map((cell) => convertCell(cell, "number"))).toEqual(
        // A zero is written without its sign.
        numbers.map((value) => value + 0),
      );
    }),
  );
});

test("text comes out as it went in", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), (cells) => {
      fc.pre(inferType(cells) === "text");
      expect(cells.map((cell) => convertCell(cell, "text"))).toEqual(cells);
    }),
  );
});

test.each([
  ["number", [1, null, 2]],
  ["text", ["a", null]],
  ["boolean", [true, false]],
  ["text", [null]],
  [null, [1, "a"]],
  [null, [true, 1]],
])("typed cells share %s: %j", (type, cells) => {
  expect(sharedType(cells)).toBe(type);
});
