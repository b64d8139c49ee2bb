import { check } from "../../../verdict/check";
import { judgeShare, percent } from "../../../verdict/judge-share";
import type { Check } from "../../../verdict/result";
import { sizeOf, sum } from "../indicator";
import { PERCENTILES } from "../percentiles";
import type { ResponseTimes } from "../response-times";
import { identify, type PerformanceStage } from "./performance-checks";
import { streamTimes } from "./stream-times";

/** Each request's own time against a limit; what has no such time, as a single token its TPOT, meets it. */
interface TimeLimit {
  times: ResponseTimes;
  limit: number;
}

/** The share of all requests that were answered right and within every limit on time. */
export function judgeGoodput(stage: PerformanceStage, times: ResponseTimes): Check {
  const limits = timeLimits(stage, times);
  const good = (which: keyof ResponseTimes) =>
    Uint8Array.from(times[which], (time, i) =>
      Number.isFinite(time) && !limits.some((one) => (one.times[which][i] as number) > one.limit)
        ? 1
        : 0,
    );
  const measured = good("measured");
  const n = measured.length;
  const observed = n === 0 ? null : sum(measured) / n;
  const shared = { ...identify("goodput"), unit: "share", n } as const;
  const found = `${sum(measured)} of ${n} requests were right and in time`;
  const limit = stage.config.slo.goodput;
  if (limit === null) {
    return check({ ...shared, verdict: "skipped", observed, message: `no limit named; ${found}` });
  }
  const judge = (indicator: Uint8Array) =>
    judgeShare({
      count: sum(indicator),
      n,
      limit,
      direction: "at-least",
      what: "requests",
      effectiveSize: sizeOf(indicator),
    });
  const judged = judge(measured);
  if (judged.verdict === "fail" && judge(good("credited")).verdict !== "fail") {
    return check({
      ...shared,
      verdict: "error",
      observed,
      limit,
      direction: "at-least",
      message: `below the limit, but without this machine's own stalls it need not have been: ${found}`,
      hint: "Run the gate on a quieter or larger machine, or lower load.performance.rate.",
    });
  }
  return check({
    ...shared,
    ...judged,
    limit,
    direction: "at-least",
    message: `${found} (at least ${percent(limit)} must be); ${judged.message}`,
  });
}

function timeLimits({ config, run }: PerformanceStage, latency: ResponseTimes): TimeLimit[] {
  const { slo } = config;
  const whole = PERCENTILES.flatMap(({ name }) => {
    const limit = slo[name];
    return limit === null ? [] : [{ times: latency, limit }];
  });
  const ofStreams = slo.streams.map((one) => ({
    times: streamTimes(run, one),
    limit: one.limitMs,
  }));
  return [...whole, ...ofStreams];
}
