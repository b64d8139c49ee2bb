import {
  axisTitle,
  axisUnit,
  comesWhole,
  startsAtZero,
} from "../../../src/report/charts/axis-unit";
import { logTicks } from "../../../src/report/charts/log-ticks";
import type { Series } from "../../../src/verdict/result";

test.each([
  ["ms", 900, 1, "ms"],
  ["ms", 1500, 1e-3, "s"],
  ["share", 0.4, 100, "%"],
  ["per-second", 40, 1, "per s"],
  ["count", 12, 1, ""],
  ["bytes", 5 * 1024 ** 3, 1 / 1024 ** 3, "GiB"],
  ["s", 90, 1, "s"],
  ["s", 1800, 1 / 60, "min"],
  ["s", 8 * 3600, 1 / 3600, "h"],
] as const)("an axis of %s up to %d", (unit, largest, factor, symbol) => {
  expect(axisUnit(unit, largest)).toMatchObject({ factor, symbol });
});

test("the title says the unit, where there is one", () => {
  expect(axisTitle("response time", { factor: 1, symbol: "ms" })).toBe("response time (ms)");
  expect(axisTitle("users", { factor: 1, symbol: "" })).toBe("users");
});

test("what is missing from 100 % is seen, and small shares are lengths from zero", () => {
  const chart = (...values: number[]): Series => ({
    id: "shadow/agreement",
    title: "Agreement",
    x: { title: "pairs", unit: "count" },
    y: { title: "pairs that agree", unit: "share" },
    lines: [{ name: "agreement", points: values.map((y, x) => [x, y]) }],
  });
  expect(startsAtZero(chart(1, 0.97, 0.99))).toBe(false);
  expect(startsAtZero(chart(0.01, 0.6))).toBe(true);
});

test("users come whole, requests in flight do not", () => {
  expect(comesWhole("count", [1, 2, 16])).toBe(true);
  expect(comesWhole("count", [0.4, 2])).toBe(false);
  expect(comesWhole("per-second", [1, 2])).toBe(false);
});

test("ticks of a logarithmic axis are round, inside and few", () => {
  expect(logTicks(0.9, 140)).toEqual([1, 2, 5, 10, 20, 50, 100]);
  expect(logTicks(1e-12, 1e15).length).toBeLessThanOrEqual(9);
  expect(
    logTicks(1e-12, 1e15).every((tick) => Number.isInteger(Math.round(Math.log10(tick)))),
  ).toBe(true);
  expect(logTicks(3, 4)).toEqual([]);
});
