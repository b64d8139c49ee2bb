import { tabulate } from "../../../src/report/charts/tabulate";
import type { LineStyle, Series, Unit } from "../../../src/verdict/result";

type Point = [number, number];

function chart(unit: Unit, ...lines: [LineStyle, Point[]][]): Series {
  return {
    id: "load/x/y",
    title: "Chart",
    x: { title: "time", unit: "s" },
    y: { title: "value", unit },
    lines: lines.map(([style, points], index) => ({ name: `line ${index}`, style, points })),
  };
}

const seconds = (count: number, valueAt: (second: number) => number): Point[] =>
  Array.from({ length: count }, (_, second) => [second, valueAt(second)]);

test("few points stand as they are, each line at every x, null where it has none", () => {
  const table = tabulate(
    chart(
      "ms",
      [
        "line",
        [
          [0, 1],
          [2, 3],
        ],
      ],
      ["line", [[1, 5]]],
    ),
    10,
  );
  expect(table.xs).toEqual([0, 1, 2]);
  expect(table.lines.map(({ values }) => values)).toEqual([
    [1, null, 3],
    [null, 5, null],
  ]);
  expect(table.merged).toBeNull();
});

test("of times the largest is kept, however many points one row stands for", () => {
  const table = tabulate(chart("ms", ["line", seconds(1800, (i) => (i === 1234 ? 900 : 90))]), 30);
  expect(table.merged).toEqual({ width: 60, into: "largest" });
  expect(table.xs).toEqual(Array.from({ length: 30 }, (_, row) => row * 60));
  const values = table.lines[0]?.values ?? [];
  expect(values.map((value, row) => [row, value]).filter(([, value]) => value !== 90)).toEqual([
    [20, 900],
  ]);
});

test("of rates the mean is taken, so that the count of requests stays the same", () => {
  const table = tabulate(
    chart("per-second", ["line", seconds(100, (i) => (i === 7 ? 40 : 0))]),
    10,
  );
  expect(table.merged).toEqual({ width: 10, into: "mean" });
  expect(table.lines[0]?.values).toEqual([4, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
});

test("never has more rows than asked for, and loses no point", () => {
  for (let count = 1; count <= 200; count += 7) {
    for (const most of [1, 2, 3, 29, 30]) {
      const table = tabulate(chart("count", ["line", seconds(count, (i) => i)]), most, true);
      expect(table.xs.length).toBeLessThanOrEqual(most);
      expect(table.lines[0]?.values.at(-1)).toBe(count - 1);
      expect(table.lines[0]?.values).not.toContain(null);
    }
  }
});

test("rows at equal distances: a second without a point is an empty row, times near it count to it", () => {
  const points: Point[] = [
    [0, 1],
    [1.04, 2],
    [1.97, 3],
    [5.01, 6],
  ];
  const table = tabulate(chart("ms", ["line", points]), 30, true);
  expect(table.lines[0]?.values).toEqual([1, 2, 3, null, null, 6]);
});

test("where points were measured they say where the rows are; curves and limits are read off there", () => {
  const table = tabulate(
    chart(
      "per-second",
      [
        "points",
        [
          [1, 9],
          [1, 11],
          [4, 40],
        ],
      ],
      [
        "line",
        [
          [0, 0],
          [2, 20],
          [6, 60],
        ],
      ],
      [
        "limit",
        [
          [2, 7],
          [3, 7],
        ],
      ],
    ),
    30,
  );
  expect(table.xs).toEqual([1, 4]);
  expect(table.lines.map(({ values }) => values)).toEqual([
    [10, 40],
    [10, 40],
    [7, 7],
  ]);
});

test("a curve is read off in the middle of what a row stands for", () => {
  const slope = seconds(100, (i) => i);
  const table = tabulate(chart("per-second", ["points", slope], ["line", slope]), 10);
  expect(table.lines[0]?.values).toEqual(table.lines[1]?.values);
});

test("a curve is not drawn on beyond its ends", () => {
  const table = tabulate(
    chart(
      "ms",
      ["points", seconds(3, () => 1)],
      [
        "line",
        [
          [0.5, 1],
          [1.5, 2],
        ],
      ],
    ),
    9,
  );
  expect(table.lines[1]?.values).toEqual([null, 1.5, null]);
});

test("points that no axis has room for are left out", () => {
  const points: Point[] = [
    [0, 1],
    [1, Number.NaN],
    [2, Number.POSITIVE_INFINITY],
    [3, 1e300],
    [4, 5],
  ];
  expect(tabulate(chart("ms", ["line", points]), 9).xs).toEqual([0, 4]);
  const log = {
    ...chart("ms", [
      "line",
      [
        [0, 1],
        [1, 0],
        [2, 3],
      ],
    ]),
    scale: { x: "log", y: "log" } as const,
  };
  expect(tabulate(log, 9).xs).toEqual([2]);
});

test("a step holds until the next, and is read off wherever it is asked for", () => {
  const weights = chart("share", [
    "step",
    [
      [0, 0.1],
      [5, 0.5],
      [60, 0.5],
    ],
  ]);
  expect(tabulate(weights, 13, true)).toEqual({
    xs: Array.from({ length: 13 }, (_, i) => i * 5),
    lines: [{ name: "line 0", style: "step", values: [0.1, ...Array(12).fill(0.5)] }],
    merged: null,
  });
});
