import type { ScalabilityConfig } from "../../../config/types";
import { scaledThroughput } from "../../../stats/fitting/universal-scalability";
import type { Series, SeriesLine } from "../../../verdict/result";
import { limitLine } from "../../limit-line";
import { curvePoints } from "../curve-points";
import { mean } from "./efficiency";
import { type FittedScalability, isSound } from "./scalability-law";
import type { UserReading } from "./user-reading";

type Point = [number, number];

/** Throughput with the law through it, what is left of ideal growth, and response times: every run, by users. */
export function scalabilitySeries(
  readings: readonly UserReading[],
  { minEfficiency }: Pick<ScalabilityConfig, "minEfficiency">,
  fitted: FittedScalability | null,
): Series[] {
  const x = { title: "users", unit: "count" } as const;
  const sorted = readings.filter(({ fault }) => fault === null).sort((a, b) => a.users - b.users);
  const against = (name: string, y: (reading: UserReading) => number): SeriesLine => ({
    name,
    points: sorted.map((reading): Point => [reading.users, y(reading)]),
    style: "points",
  });
  const alone = sorted.filter((reading) => reading.users === 1 && isSound(reading));
  const efficiency = against(
    "measured",
    ({ users, throughput }) => throughput / (users * mean(alone)),
  );
  return [
    {
      id: "load/scalability/throughput",
      title: "Throughput against users",
      x,
      y: { title: "right answers", unit: "per-second" },
      lines: [
        against("measured", ({ throughput }) => throughput),
        ...(fitted === null ? [] : [lawLine(fitted, sorted)]),
      ],
    },
    ...(alone.length === 0
      ? []
      : [
          {
            id: "load/scalability/efficiency",
            title: "Efficiency against users",
            x,
            y: { title: "of ideal growth", unit: "ratio" as const },
            lines: [
              efficiency,
              ...(minEfficiency === null
                ? []
                : [
                    limitLine(
                      `limit at ${minEfficiency.at} users`,
                      efficiency.points,
                      minEfficiency.ratio,
                    ),
                  ]),
            ],
          },
        ]),
    {
      id: "load/scalability/response-times",
      title: "Response time against users",
      x,
      y: { title: "response time", unit: "ms" },
      lines: [against("mean", ({ responseMs }) => responseMs)],
    },
  ];
}

/** Its peak is named where it lies among what was measured: beyond, the law is a guess. */
function lawLine({ law }: FittedScalability, sorted: readonly UserReading[]): SeriesLine {
  const numbers = [...new Set(sorted.map(({ users }) => users))];
  const peak = Math.round(law.peakUsers);
  return {
    name: `scalability law${peak <= (numbers.at(-1) ?? 0) ? `, peak at ${peak} users` : ""}`,
    points: curvePoints(numbers, (users) => scaledThroughput(law, users)),
  };
}
