import { effectiveSampleSizeOver } from "../src/stats/load/effective-sample-size";
import { median, percentileInterval, quantile } from "../src/stats/percentile";
import type { Random } from "../src/stats/random";
import { mannKendall } from "../src/stats/trend/mann-kendall";
import { theilSen } from "../src/stats/trend/theil-sen";
import { autoregressive } from "./draws";
import { mm1Quantile, simulateMm1 } from "./queue";
import type { Scenario } from "./scenario";
import { percent } from "./wording";

const family = "Load";
const WINDOWS = 30;

/** The gate of endurance: the trend is significant at 1 %, and the line rises by more than 10 %. */
function drifts(times: Float64Array): boolean {
  const size = times.length / WINDOWS;
  const medians = Array.from({ length: WINDOWS }, (_, i) =>
    median(times.subarray(i * size, (i + 1) * size)),
  );
  if (mannKendall(medians, "greater").z <= 2.33) return false;
  const windows = medians.map((_, i) => i);
  const { slope, intercept } = theilSen(windows, medians);
  return (slope * (WINDOWS - 1)) / intercept > 0.1;
}

export const load: Scenario[] = [
  {
    family,
    name: "trend at 1 %, 30 independent windows",
    claim: { atMost: 0.01 },
    happens: (random) => mannKendall(autoregressive(30, 0, random), "greater").z > 2.33,
  },
  {
    family,
    name: "endurance, steady queue at 60 %, 6,000 requests: fails",
    claim: { atMost: 0.02 },
    cost: "heavy",
    happens: (random) => drifts(simulateMm1(6000, 0.6, random)),
  },
  {
    family,
    name: "endurance, service 30 % slower at the end, queue at 50 %: fails",
    claim: { atLeast: 0.9 },
    cost: "heavy",
    happens: (random) => drifts(simulateMm1(6000, 0.5, random, 0.3)),
  },
  ...(
    [
      [0.6, 0.95],
      [0.8, 0.95],
      [0.6, 0.99],
    ] as const
  ).map(
    ([utilisation, p]): Scenario => ({
      family,
      name: `p${p * 100} of a queue at ${percent(utilisation)}, 30,000 requests, effective size: covered`,
      claim: { atLeast: 0.92 },
      cost: "heavy",
      happens: (random) => covered(utilisation, p, random, true),
    }),
  ),
  {
    family,
    name: "control: the same p95 as if requests were independent: missed",
    claim: { breaks: 0.55 },
    cost: "heavy",
    happens: (random) => !covered(0.6, 0.95, random, false),
  },
];

function covered(utilisation: number, p: number, random: Random, corrected: boolean): boolean {
  const times = simulateMm1(30_000, utilisation, random);
  const sorted = times.slice().sort();
  const size = corrected ? effectiveSampleSizeOver(times, quantile(sorted, p)) : times.length;
  const [low, high] = percentileInterval(sorted, p, 0.95, size);
  const truth = mm1Quantile(p, utilisation);
  return (low ?? 0) <= truth && truth <= (high ?? Number.POSITIVE_INFINITY);
}
