import { alignLines } from "../../../src/report/charts/align-lines";
import type { SeriesLine } from "../../../src/verdict/result";

const line = (...points: [number, number][]): SeriesLine => ({ name: "line", points });

test("lines with points of their own share one list of x", () => {
  const { xs, ys } = alignLines([line([0, 1], [2, 3]), line([1, 5])], false);
  expect(xs).toEqual([0, 1, 2]);
  expect(ys).toEqual([
    [1, undefined, 3],
    [undefined, 5, undefined],
  ]);
});

test("no repeated measurement is lost", () => {
  const { xs, ys } = alignLines([line([1, 9], [1, 10], [1, 11]), line([0, 0], [1, 8])], false);
  expect(xs).toEqual([0, 1, 1, 1]);
  expect(ys).toEqual([
    [undefined, 9, 10, 11],
    [0, 8, undefined, undefined],
  ]);
});

test("a joined line breaks where seconds are missing; a limit and measured points do not", () => {
  const points: [number, number][] = [
    [0, 1],
    [1, 1],
    [2, 1],
    [6, 1],
  ];
  const { xs, ys } = alignLines(
    [
      line(...points),
      { name: "limit", style: "limit", points },
      { name: "points", style: "points", points },
    ],
    true,
  );
  expect(xs).toEqual([0, 1, 2, 4, 6]);
  expect(ys[0]).toEqual([1, 1, 1, null, 1]);
  expect(ys[1]).toEqual([1, 1, 1, undefined, 1]);
  expect(ys[2]).toEqual(ys[1]);
});
