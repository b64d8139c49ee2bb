import type { ElasticityConfig } from "../../../../config/types";
import { quantile } from "../../../../stats/percentile";
import type { Series } from "../../../../verdict/result";
import { limitLine } from "../../../limit-line";
import { responseTimes } from "../../response-times";
import { type ElasticityRun, windowsAroundStep } from "./run-elasticity";

type Point = [number, number];

/** The 95th percentile about the step up, the rate that made it, and the replicas meanwhile. */
export function elasticitySeries(
  { up, offered, replicas }: ElasticityRun,
  config: ElasticityConfig,
): Series[] {
  const x = { title: "time since the step up", unit: "s" } as const;
  const windows = windowsAroundStep(config, up.recording, responseTimes(up).measured);
  const p95 = windows.flatMap(({ startMs, times }): Point[] => {
    const right = times.filter(Number.isFinite);
    return right.length === 0 ? [] : [[(startMs - config.holdMs) / 1000, quantile(right, 0.95)]];
  });
  return [
    {
      id: "load/scalability/elasticity",
      title: "Response times at a step up",
      x,
      y: { title: "response time", unit: "ms" },
      lines: [{ name: "p95", points: p95 }, limitLine("limit of p95", p95, config.slo.p95)],
    },
    {
      id: "load/scalability/offered",
      title: "Rate asked for",
      x,
      y: { title: "offered load", unit: "per-second" },
      lines: [
        {
          name: "offered",
          points: offered.map(({ atMs, rate }): Point => [atMs / 1000, rate]),
          style: "step",
        },
      ],
    },
    {
      id: "load/scalability/replicas",
      title: "Replicas at a step up, and down again",
      x,
      y: { title: "replicas", unit: "count" },
      lines: [
        {
          name: "replicas",
          points: replicas.map(({ atMs, replicas }): Point => [atMs / 1000, replicas]),
        },
      ],
    },
  ];
}
