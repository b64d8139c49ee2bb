import type { ShadowConfig } from "../../config/types";
import type { Series, SeriesLine } from "../../verdict/result";
import { limitLine } from "../limit-line";
import type { LatencyPairs } from "./latency-pairs";
import type { Observation } from "./pair-log";
import type { QuantileShift } from "./quantile-shifts";

type Point = [number, number];

/** A chart shows no more, and result.json should not hold more. */
const MOST_POINTS = 500;

const PAIRS = { title: "pairs", unit: "count" } as const;

/** Agreement so far, the times of both sides, and by how much which of the candidate's answers are later. */
export function shadowSeries(
  observations: readonly Observation[],
  latency: LatencyPairs,
  shifts: readonly QuantileShift[],
  { minAgreement }: ShadowConfig,
): Series[] {
  const agreement = agreementSoFar(observations);
  return [
    {
      id: "shadow/agreement",
      title: "Agreement so far",
      x: PAIRS,
      y: { title: "pairs that agree", unit: "share" },
      lines: [
        { name: "agreement", points: agreement },
        ...(agreement.length === 0 ? [] : [limitLine("limit", agreement, minAgreement)]),
      ],
    },
    {
      id: "shadow/response-times",
      title: "Response times of the pairs",
      x: PAIRS,
      y: { title: "response time", unit: "ms" },
      lines: (["candidate", "baseline"] as const).map((side) => ({
        name: side,
        style: "points",
        points: thin(Array.from(latency[side], (ms, index): Point => [index + 1, ms])),
      })),
    },
    {
      id: "shadow/quantile-shift",
      title: "How much later the candidate answers, by quantile",
      x: { title: "share of the answers", unit: "share" },
      y: { title: "later than the baseline", unit: "share" },
      lines: [
        { name: "shift", points: shifts.map(({ p, shift }): Point => [p, shift]) },
        boundLine("lower bound", shifts, 0),
        boundLine("upper bound", shifts, 1),
      ],
    },
  ];
}

function agreementSoFar(observations: readonly Observation[]): Point[] {
  let agreeing = 0;
  return thin(
    observations.map(({ agrees }, index): Point => {
      if (agrees) agreeing++;
      return [index + 1, agreeing / (index + 1)];
    }),
  );
}

function boundLine(name: string, shifts: readonly QuantileShift[], side: 0 | 1): SeriesLine {
  const points = shifts.flatMap(({ p, interval }): Point[] => {
    const bound = interval[side];
    return bound === null ? [] : [[p, bound]];
  });
  return { name, points };
}

/** Evenly chosen, the last among them. */
function thin(points: readonly Point[]): Point[] {
  const step = Math.ceil(points.length / MOST_POINTS);
  return points.filter((_, index) => (points.length - 1 - index) % Math.max(1, step) === 0);
}
