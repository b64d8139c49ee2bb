import type { OutputValue } from "../../src/protocols/types";
import { compareOutputs } from "../../src/verdict/compare-outputs";

const answer = (...outputs: [string, OutputValue][]) => ({
  outputs: outputs.map(([name, value]) => ({ name, value })),
});
const tolerance = { abs: 1e-6, rel: 1e-3 };
const compare = (expected: OutputValue, actual: OutputValue) =>
  compareOutputs(answer(["y", expected]), answer(["y", actual]), tolerance);

describe("comparing outputs", () => {
  test.each<[OutputValue, OutputValue]>([
    [1000, 1000.9],
    [0, 1e-7],
    [Number.NaN, Number.NaN],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [0, -0],
    ["Gentoo", "Gentoo"],
    [null, null],
    [
      [1, [2, "a"]],
      [1, [2.0001, "a"]],
    ],
    [
      { a: 1, b: [true] },
      { b: [true], a: 1 },
    ],
  ])("%j and %j are equal", (expected, actual) => {
    expect(compare(expected, actual)).toBeNull();
  });

  test.each<[OutputValue, OutputValue, string]>([
    ["Gentoo", "Adelie", 'output "y": "Adelie" instead of "Gentoo"'],
    [1000, 1002, 'output "y": 1002 instead of 1000'],
    [1, Number.NaN, 'output "y": NaN instead of 1'],
    [Number.POSITIVE_INFINITY, 1, 'output "y": 1 instead of Infinity'],
    [1, Number.POSITIVE_INFINITY, 'output "y": Infinity instead of 1'],
    [1, "1", 'output "y": "1" instead of 1'],
    [true, 1, 'output "y": 1 instead of true'],
    [null, { a: 1 }, 'output "y": {"a":1} instead of null'],
    [[1, 2], [1], 'output "y": 1 values instead of 2'],
    [[1, [2, 3]], [1, [2, 4]], 'output "y"[1][1]: 4 instead of 3'],
    [{ a: 1 }, {}, 'output "y"["a"] is missing'],
    [{ a: 1 }, { a: 1, b: 2 }, 'output "y"["b"] was not there before'],
    [{ a: 1 }, { a: 2 }, 'output "y"["a"]: 2 instead of 1'],
  ])("%j and %j differ", (expected, actual, reason) => {
    expect(compare(expected, actual)).toBe(reason);
  });

  test("outputs are matched by name", () => {
    const both = answer(["a", 1], ["b", 2]);
    expect(compareOutputs(both, answer(["b", 2], ["a", 1]), tolerance)).toBeNull();
    expect(compareOutputs(both, answer(["a", 1]), tolerance)).toBe('output "b" is missing');
    expect(compareOutputs(answer(["a", 1]), both, tolerance)).toBe(
      'output "b" was not there before',
    );
    expect(compareOutputs(answer(["a", 1]), answer(["a", 1], ["a", 1]), tolerance)).toBe(
      "2 outputs instead of 1",
    );
  });

  test("long text is cut", () => {
    const reason = compare("x".repeat(1000), "y".repeat(1000)) as string;
    expect(reason.length).toBeLessThan(200);
  });
});
