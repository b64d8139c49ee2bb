import { effectiveSampleSizeOver } from "../src/stats/load/effective-sample-size";
import { median, percentileInterval, quantile } from "../src/stats/percentile";
import type { Random } from "../src/stats/random";
import { mannKendall } from "../src/stats/trend/mann-kendall";
import { theilSen } from "../src/stats/trend/theil-sen";
import { autoregressive, exponential } from "./draws";
import type { Scenario } from "./scenario";

const family = "Load";
const WINDOWS = 30;

/** Response times of a queue with one server (Lindley's recursion), whose service slows down by `drift`. */
function queue(n: number, load: number, drift: number, random: Random): Float64Array {
  const times = new Float64Array(n);
  let wait = 0;
  for (let i = -2000; i < n; i++) {
    const service = exponential(random) * (1 + (drift * Math.max(0, i)) / n);
    if (i >= 0) times[i] = wait + service;
    wait = Math.max(0, wait + service - exponential(random) / load);
  }
  return times;
}

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
    happens: (random) => drifts(queue(6000, 0.6, 0, random)),
  },
  {
    family,
    name: "endurance, service 30 % slower at the end, queue at 50 %: fails",
    claim: { atLeast: 0.9 },
    cost: "heavy",
    happens: (random) => drifts(queue(6000, 0.5, 0.3, random)),
  },
  ...(
    [
      [0.6, 0.95],
      [0.6, 0.99],
    ] as const
  ).map(
    ([utilisation, p]): Scenario => ({
      family,
      name: `p${p * 100} of a queue at ${utilisation * 100} %, 30,000 requests, effective size: covered`,
      claim: { atLeast: 0.92 },
      cost: "heavy",
      happens: (random) => covered(utilisation, p, random, true),
    }),
  ),
  {
    family,
    name: "control: the same p95 as if requests were independent: missed",
    claim: { breaks: 0.3 },
    cost: "heavy",
    happens: (random) => !covered(0.6, 0.95, random, false),
  },
];

function covered(utilisation: number, p: number, random: Random, corrected: boolean): boolean {
  const times = queue(30_000, utilisation, 0, random);
  const sorted = times.slice().sort();
  const size = corrected ? effectiveSampleSizeOver(times, quantile(sorted, p)) : times.length;
  const [low, high] = percentileInterval(sorted, p, 0.95, size);
  const truth = -Math.log1p(-p) / (1 - utilisation);
  return (low ?? 0) <= truth && truth <= (high ?? Number.POSITIVE_INFINITY);
}
