import fc from "fast-check";
import {
  type ColumnInference,
  convertCell,
  TextInference,
  ValueInference,
} from "../../src/data/infer-types";
import type { RawCell } from "../../src/data/table";

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

function infer(inference: ColumnInference, cells: readonly RawCell[]): ColumnInference {
  for (const [index, cell] of cells.entries()) {
    inference.see(cell, () => ({ file: "a.csv", line: index + 2, row: index + 1, column: "x" }));
  }
  return inference;
}

const inferType = (cells: readonly RawCell[]) => infer(new TextInference(), cells).type();

test.each([
  ["number", [1, null, 2]],
  ["number", [1n, 2n ** 53n - 1n]],
  ["text", ["a", null]],
  ["boolean", [true, false]],
  ["list", [[1], [2, 3]]],
  ["text", [null]],
  ["text", [1n, 2n ** 53n]],
])("typed cells share %s: %p", (type, cells) => {
  expect(infer(new ValueInference(), cells).type()).toBe(type);
});

test.each([
  [[1, "a"], 'a.csv, line 3, row 2, column "x": "a", but the rows before have 1'],
  [[null, true, 1], 'a.csv, line 4, row 3, column "x": 1, but the rows before have true'],
  [[1, null, [1]], 'a.csv, line 4, row 3, column "x": a list, but the rows before have 1'],
])("typed cells that differ: %j", (cells, message) => {
  expect(() => infer(new ValueInference(), cells)).toThrow(message);
});

test("what people should know of a type", () => {
  const remark = (cells: readonly RawCell[]) => infer(new TextInference(), cells).remark();
  expect(remark(["39.1", null, "n/a", "40", "?"])).toBe(
    'is text, though 2 of 4 cells are numbers: line 4, row 3 has "n/a"',
  );
  expect(remark(["true", "NA", "False"])).toBe(
    'is text, though 2 of 3 cells are true or false: line 3, row 2 has "NA"',
  );
  expect(remark(["1", "true"])).toBe(
    'is text, though 1 of 2 cells are numbers: line 3, row 2 has "true"',
  );
  expect(remark([null])).toBe("has no value in any row");
  expect(remark(["1", "2"])).toBeNull();
  expect(remark(["a", "b"])).toBeNull();
  expect(infer(new ValueInference(), [2n ** 60n]).remark()).toContain("too large");
});
