import { groupSeries } from "../../../src/report/charts/group-series";
import { gateResult, suite } from "../../support/results";
import { OTHER_CHARTS, performanceCharts } from "../../support/series";

test("charts stand by stage, and in it by x axis; those without a point are left out", () => {
  const [first, ...rest] = performanceCharts();
  if (first === undefined) throw new Error("no chart");
  const empty = { ...first, id: "load/performance/empty", lines: [{ name: "p95", points: [] }] };
  const whole = { ...first, id: "shadow/slowdown" };
  const result = gateResult([
    suite("load", [], { series: [first, ...OTHER_CHARTS, ...rest, empty] }),
    suite("shadow", [], { series: [whole] }),
  ]);
  const found = groupSeries(result).map(({ title, panels }) => [
    title,
    panels.map((panel) => panel.map(({ id }) => id.split("/").at(-1))),
  ]);
  expect(found).toEqual([
    ["Load: performance", [["response-times", "rates", "in-flight"]]],
    ["Load: stress", [["latency"], ["recovery"]]],
    ["Load: scalability", [["usl"], ["offered"]]],
    ["Load: endurance", [["memory"]]],
    ["Load: volume", [["growth"]]],
    ["Shadow", [["slowdown"]]],
  ]);
});
