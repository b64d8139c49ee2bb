import { loadSparklines } from "../../../src/report/charts/load-sparklines";
import { sparkline } from "../../../src/report/charts/sparkline";
import type { Series } from "../../../src/verdict/result";
import { liveParts } from "../../support/markdown-rules";
import { gateResult, suite } from "../../support/results";
import { OTHER_CHARTS, performanceCharts } from "../../support/series";

const lineOf = (series: Series[]) => loadSparklines(gateResult([suite("load", [], { series })]));

test("bars go from zero to the largest; what was not measured is a dot", () => {
  expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7])).toBe("▁▂▃▄▅▆▇█");
  expect(sparkline([5, null, 5])).toBe("█·█");
  expect(sparkline([0, 0])).toBe("▁▁");
  expect(sparkline([-3, 8])).toBe("▁█");
});

test("the comment shows p95 and the rate of the first stage that has charts over time", () => {
  expect(lineOf([...performanceCharts(20, 14), ...OTHER_CHARTS])).toMatch(
    /^Load: performance, 20 s: p95 `[▁-█]{20}` up to 506 ms · requests\/s `[▁-█]{20}` 20\.0\/s on average$/,
  );
});

test("what the server tells between the seconds makes the run no longer", () => {
  const points = Array.from({ length: 20 }, (_, i): [number, number] => [i + 0.25, 200]);
  const [times] = performanceCharts() as [Series];
  const memory = { ...times, id: "load/performance/server-memory", lines: [{ name: "m", points }] };
  expect(lineOf([...performanceCharts(), memory])).toContain("Load: performance, 20 s:");
});

test("a long run has as many bars, and the worst second is still the highest", () => {
  const [times] = performanceCharts(1800) as [Series];
  times.lines[0]?.points.splice(1234, 1, [1234, 4321]);
  const bars = /`(.*)`/.exec(lineOf([times]))?.[1] ?? "";
  expect(bars).toHaveLength(20);
  expect(bars.indexOf("█")).toBe(13);
  expect(lineOf([times])).toContain("30m 00s");
});

test("nothing is shown of a run without charts over time, or with too few points", () => {
  expect(lineOf([])).toBe("");
  expect(lineOf(OTHER_CHARTS.filter(({ x }) => x.unit !== "s"))).toBe("");
  expect(lineOf(performanceCharts(2))).toBe("");
});

test("a stage that came from elsewhere cannot bring mark-up", () => {
  const [times] = performanceCharts() as [Series];
  const stage = "<b>@everyone|`x`[a](https://evil.example)";
  const line = lineOf([{ ...times, id: `load/${stage.replaceAll("/", "")}/x` }]);
  expect(line).toContain("@");
  expect(liveParts(line)).toEqual([]);
});
