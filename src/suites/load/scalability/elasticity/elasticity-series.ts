import type { ElasticityConfig } from "../../../../config/types";
import { quantile } from "../../../../stats/percentile";
import type { Series } from "../../../../verdict/result";
import { responseTimes } from "../../response-times";
import { type ElasticityRun, windowsAfterStep } from "./run-elasticity";

type Point = [number, number];

/** The 95th percentile after the step up, and the replicas meanwhile. */
export function elasticitySeries(
  { up, replicas }: ElasticityRun,
  config: ElasticityConfig,
): Series[] {
  const x = { title: "time since the step up", unit: "s" } as const;
  const windows = windowsAfterStep(config, up.recording, responseTimes(up).measured);
  const p95 = windows.flatMap(({ startMs, times }): Point[] => {
    const right = times.filter(Number.isFinite);
    return right.length === 0 ? [] : [[(startMs - config.holdMs) / 1000, quantile(right, 0.95)]];
  });
  return [
    {
      id: "load/scalability/elasticity",
      title: "Response times after a step up",
      x,
      y: { title: "response time", unit: "ms" },
      lines: [
        { name: "p95", points: p95 },
        { name: "limit", points: p95.map(([at]): Point => [at, config.slo.p95]), style: "limit" },
      ],
    },
    {
      id: "load/scalability/replicas",
      title: "Replicas after a step up, and down again",
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
