import { curvePoints } from "../../src/suites/load/curve-points";

test("a curve goes through the places that were measured, has points between them and none beyond", () => {
  const curve = curvePoints([1, 2, 16], (x) => x * x);
  expect(curve).toEqual(
    expect.arrayContaining([
      [1, 1],
      [2, 4],
      [16, 256],
    ]),
  );
  expect(curve).toHaveLength(17);
  expect(curve.map(([x]) => x)).toEqual([...curve.map(([x]) => x)].sort((a, b) => a - b));
  expect(curve.every(([x, y]) => y === x * x)).toBe(true);
  expect(curvePoints([], Math.sqrt)).toEqual([]);
});
