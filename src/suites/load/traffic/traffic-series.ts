import { OUTCOME } from "../../../load/outcomes";
import type { Recording } from "../../../load/recording";
import { quantile } from "../../../stats/percentile";
import type { Series } from "../../../verdict/result";
import { limitLine } from "../../limit-line";
import { PERCENTILES } from "../percentiles";
import { serverSeries } from "./server-series";
import type { TrafficRecord } from "./traffic-record";

type Point = [number, number];

/** Locust's three charts, by the second in which a request was to start: times, rates, in flight. */
export function trafficSeries(
  stage: string,
  { run: { recording }, server }: TrafficRecord,
  limits: Partial<Record<(typeof PERCENTILES)[number]["name"], number | null>> = {},
): Series[] {
  const seconds = bySecond(recording);
  const x = { title: "time", unit: "s" } as const;
  const perSecond = (wanted: (outcome: number) => boolean) =>
    seconds.map<Point>((indexes, second) => [
      second,
      indexes.filter((i) => wanted(recording.outcome[i] as number)).length,
    ]);
  return [
    {
      id: `load/${stage}/response-times`,
      title: "Response times",
      x,
      y: { title: "response time", unit: "ms" },
      lines: [
        ...PERCENTILES.map(({ name, p }) => ({ name, points: percentiles(recording, seconds, p) })),
        ...PERCENTILES.flatMap(({ name }) => {
          const limit = limits[name] ?? null;
          if (limit === null || seconds.length === 0) return [];
          return [
            limitLine(
              `limit of ${name}`,
              seconds.map((_, second): Point => [second, 0]),
              limit,
            ),
          ];
        }),
      ],
    },
    {
      id: `load/${stage}/rates`,
      title: "Requests and failures",
      x,
      y: { title: "rate", unit: "per-second" },
      lines: [
        { name: "requests/s", points: perSecond((outcome) => outcome !== OUTCOME.open) },
        {
          name: "failures/s",
          points: perSecond((outcome) => outcome !== OUTCOME.open && outcome !== OUTCOME.right),
        },
      ],
    },
    {
      id: `load/${stage}/in-flight`,
      title: "Requests in flight",
      x,
      y: { title: "requests", unit: "count" },
      lines: [{ name: "mean in flight", points: meanInFlight(recording, seconds.length) }],
    },
    ...serverSeries(stage, server),
  ];
}

function bySecond({ intended }: Recording): number[][] {
  const seconds: number[][] = [];
  for (let i = 0; i < intended.length; i++) {
    const second = Math.floor((intended[i] as number) / 1000);
    while (seconds.length <= second) seconds.push([]);
    seconds[second]?.push(i);
  }
  return seconds;
}

/** Of the right answers; a second without any has no point. */
function percentiles(recording: Recording, seconds: number[][], p: number): Point[] {
  return seconds.flatMap<Point>((indexes, second) => {
    const times = indexes
      .filter((i) => recording.outcome[i] === OUTCOME.right)
      .map((i) => (recording.ended[i] as number) - (recording.intended[i] as number))
      .sort((a, b) => a - b);
    return times.length === 0 ? [] : [[second, quantile(times, p)]];
  });
}

/** The time that requests spent in flight within each second, over that second. */
export function meanInFlight({ dispatched, ended }: Recording, seconds: number): Point[] {
  const means = new Float64Array(seconds);
  for (let i = 0; i < dispatched.length; i++) {
    const from = dispatched[i] as number;
    const to = ended[i] as number;
    // NaN where it was never sent or never ended: the loop is then not entered.
    for (let second = Math.floor(from / 1000); second < seconds && second * 1000 < to; second++) {
      const overlap = Math.min(to, (second + 1) * 1000) - Math.max(from, second * 1000);
      means[second] = (means[second] as number) + overlap / 1000;
    }
  }
  return Array.from(means, (mean, second): Point => [second, mean]);
}
