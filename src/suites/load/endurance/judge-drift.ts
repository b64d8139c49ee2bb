import { autocorrelation } from "../../../stats/trend/autocorrelation";
import { mannKendall } from "../../../stats/trend/mann-kendall";
import { theilSen, theilSenSlope } from "../../../stats/trend/theil-sen";
import { check } from "../../../verdict/check";
import { percent } from "../../../verdict/judge-share";
import type { Check } from "../../../verdict/result";
import { countWarmUpRequests } from "../traffic/warm-up";
import { type EnduranceStage, identify } from "./endurance-checks";
import { divideIntoWindows, type TimeWindow } from "./windows";

const WINDOWS = 30;
/** Fewer say nothing of a trend. */
const FEWEST_WINDOWS = 10;
/** Windows whose medians resemble their neighbours' more than this are widened. */
const MOST_AUTOCORRELATION = 0.3;
/** One-sided 1 % point of the normal distribution. */
const SIGNIFICANT = 2.33;
const CONFIDENCE = 0.9;
/** A drift that a run could not rule out, so many times the limit, leaves it undecided. */
const BLIND_BEYOND = 4;

/**
 * Whether response times grow: the trend of the medians of 30 windows. It fails where there is a
 * trend (Mann–Kendall, corrected for correlation after Hamed and Rao, Z > 2.33) that makes more of a
 * difference than the limit allows (Theil–Sen). A trend too small to be told from chance passes, as
 * long as the run was good enough to have shown one of four times the limit.
 */
export function judgeDrift(stage: EnduranceStage): Check {
  const { config } = stage;
  const windows = chooseWindows(stage);
  const n = windows.reduce((sum, { answers }) => sum + answers, 0);
  const shared = {
    ...identify("drift"),
    unit: "share",
    limit: config.maxDrift,
    direction: "at-most",
    n,
  } as const;
  if (windows.length < FEWEST_WINDOWS) {
    return check({
      ...shared,
      verdict: "inconclusive",
      message: `only ${windows.length} parts of the run have answers to compare, and a trend needs ${FEWEST_WINDOWS}`,
      hint: "Let it run for longer, or at a higher rate: load.endurance.for, load.endurance.rate.",
    });
  }
  const drift = measureDrift(windows);
  const [low, high] = drift.interval;
  if (low === null || high === null) throw new RangeError("ten windows bound their own trend");
  const found = `the median response time ${describe(drift.share)} over the run`;
  const bounds = `${percent(low)} to ${percent(high)}, the 90 % interval of ${windows.length} parts of ${n} answers`;
  const judged = { ...shared, observed: drift.share, interval: drift.interval };
  if (drift.z > SIGNIFICANT && drift.share > config.maxDrift) {
    return check({
      ...judged,
      verdict: "fail",
      message: `${found}, which is a trend (Z = ${drift.z.toFixed(1)}); ${bounds}`,
    });
  }
  const visible = BLIND_BEYOND * config.maxDrift;
  if (high > visible) {
    return check({
      ...judged,
      verdict: "inconclusive",
      message: `${found}; ${bounds}; a drift of ${percent(visible)} could not be told from chance`,
      hint: "Let it run for longer, or at a higher rate: load.endurance.for, load.endurance.rate.",
    });
  }
  return check({
    ...judged,
    verdict: "pass",
    message: `${found}; ${bounds}; a run of this length sees a drift of about ${percent(high - drift.share)}, and no slower one`,
  });
}

/** As many windows as have medians that do not resemble their neighbours. */
function chooseWindows({ run: { recording }, config }: EnduranceStage): TimeWindow[] {
  const warmUp = countWarmUpRequests(recording);
  const from = warmUp === 0 ? 0 : (recording.intended[warmUp] as number);
  for (let count = WINDOWS; ; count = Math.floor(count / 1.5)) {
    const windows = divideIntoWindows(recording, { from, to: config.forMs, count }).filter(
      ({ medianMs }) => medianMs !== null,
    );
    const last = Math.floor(count / 1.5) < FEWEST_WINDOWS;
    if (last || windows.length < FEWEST_WINDOWS) return windows;
    if (lag1OfDetrended(windows) <= MOST_AUTOCORRELATION) return windows;
  }
}

function measureDrift(windows: readonly TimeWindow[]) {
  const { times, medians } = toSeries(windows);
  const { z, inflation } = mannKendall(medians);
  const options = { confidence: CONFIDENCE, inflation };
  const { slope, intercept, interval } = theilSen(times, medians, options);
  const first = times[0] as number;
  const span = (times.at(-1) as number) - first;
  // A line through growth that bends upwards begins far too low, even below zero: no server was ever
  // faster than its fastest part.
  const fastest = medians.reduce((least, median) => Math.min(least, median));
  const start = Math.max(intercept + slope * first, fastest);
  const share = (perMs: number) => (perMs * span) / start;
  return {
    z,
    share: share(slope),
    interval: interval.map((bound) => (bound === null ? null : share(bound))) as typeof interval,
  };
}

function lag1OfDetrended(windows: readonly TimeWindow[]): number {
  const { times, medians } = toSeries(windows);
  const slope = theilSenSlope(times, medians);
  const detrended = medians.map((median, i) => median - slope * (times[i] as number));
  return autocorrelation(detrended, 1);
}

function toSeries(windows: readonly TimeWindow[]) {
  return {
    times: Float64Array.from(windows, ({ atMs }) => atMs),
    medians: Float64Array.from(windows, ({ medianMs }) => medianMs as number),
  };
}

function describe(share: number): string {
  if (share === 0) return "stayed the same";
  return share > 0 ? `grew by ${percent(share)}` : `fell by ${percent(-share)}`;
}
