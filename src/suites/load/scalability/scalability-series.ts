import { scaledThroughput } from "../../../stats/fitting/universal-scalability";
import type { Series } from "../../../verdict/result";
import type { FittedScalability } from "./scalability-law";
import type { UserReading } from "./user-reading";

type Point = [number, number];

/** Throughput and response time against users: every run, and the law through them. */
export function scalabilitySeries(
  readings: readonly UserReading[],
  fitted: FittedScalability | null,
): Series[] {
  const x = { title: "users", unit: "count" } as const;
  const sorted = readings.filter(({ fault }) => fault === null).sort((a, b) => a.users - b.users);
  const numbers = [...new Set(sorted.map(({ users }) => users))];
  return [
    {
      id: "load/scalability/throughput",
      title: "Throughput against users",
      x,
      y: { title: "right answers", unit: "per-second" },
      lines: [
        {
          name: "measured",
          points: sorted.map(({ users, throughput }): Point => [users, throughput]),
          style: "points",
        },
        ...(fitted === null
          ? []
          : [
              {
                name: "scalability law",
                points: numbers.map((users): Point => [users, scaledThroughput(fitted.law, users)]),
              },
            ]),
      ],
    },
    {
      id: "load/scalability/response-times",
      title: "Response time against users",
      x,
      y: { title: "response time", unit: "ms" },
      lines: [
        {
          name: "mean",
          points: sorted.map(({ users, responseMs }): Point => [users, responseMs]),
          style: "points",
        },
      ],
    },
  ];
}
