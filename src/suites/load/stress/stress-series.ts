import { quantile } from "../../../stats/percentile";
import type { Series } from "../../../verdict/result";
import { limitLine } from "../../limit-line";
import { responseTimes } from "../response-times";
import type { StepReading } from "./carried";
import type { Rung } from "./climb";
import type { Overload } from "./overload";
import { normalMs, windowsAfter } from "./recovery";
import type { StressBench } from "./stress-bench";

type Point = [number, number];

/** What rises with the rate, what piles up meanwhile, and the way back. */
export function stressSeries(
  { config, load }: StressBench,
  rungs: readonly Rung[],
  base: StepReading,
  overload: Overload,
): Series[] {
  const offered = { title: "offered load", unit: "per-second" } as const;
  const readings = rungs.flatMap((rung) => rung.readings.slice(-1));
  const against = (y: (reading: StepReading) => number) =>
    readings
      .map((reading): Point => [reading.rate, y(reading)])
      .filter((point) => point.every(Number.isFinite));
  const { p95 } = config.slo;
  const [quick, slow] = [against((reading) => reading.p50), against((reading) => reading.p95)];
  return [
    {
      id: "load/stress/latency",
      title: "Latency against offered load",
      x: offered,
      y: { title: "response time", unit: "ms" },
      ...(spansMuch([...quick, ...slow]) ? { scale: { y: "log" as const } } : {}),
      lines: [
        { name: "p50", points: quick },
        { name: "p95", points: slow },
        ...(p95 === null ? [] : [limitLine("limit of p95", slow, p95)]),
      ],
    },
    {
      id: "load/stress/throughput",
      title: "Right answers against offered load",
      x: offered,
      y: { title: "rate", unit: "per-second" },
      lines: [
        { name: "right answers/s", points: against(({ completed }) => completed) },
        { name: "offered", points: against(({ rate }) => rate) },
      ],
    },
    {
      id: "load/stress/in-flight",
      title: "Requests in flight",
      x: { title: "time", unit: "s" },
      y: { title: "requests", unit: "count" },
      lines: [{ name: "mean in flight", points: load.inFlight }],
    },
    recoverySeries(base, overload),
  ];
}

/** Past the break times grow so far that all others, and their limit, would lie on the axis. */
function spansMuch(points: readonly Point[]): boolean {
  const times = points.map(([, ms]) => ms);
  return Math.max(...times) > MUCH * Math.min(...times);
}

const MUCH = 20;

function recoverySeries(base: StepReading, { after, overMs }: Overload): Series {
  const { measured } = responseTimes(after);
  const medians = windowsAfter(after.recording, measured, base, overMs).flatMap(
    ({ startMs, times }): Point[] => {
      const right = times.filter(Number.isFinite);
      return right.length === 0 ? [] : [[(startMs - overMs) / 1000, quantile(right, 0.5)]];
    },
  );
  return {
    id: "load/stress/recovery",
    title: "Response times after the overload",
    x: { title: "time since the overload", unit: "s" },
    y: { title: "response time", unit: "ms" },
    lines: [
      { name: "median", points: medians },
      {
        name: "normal",
        points: medians.map(([at]): Point => [at, normalMs(base)]),
        style: "limit",
      },
    ],
  };
}
