import type { CarriedSlo } from "../../../config/types";
import { formatMeasure } from "../../../report/format-measure";
import { effectiveSampleSizeOver } from "../../../stats/load/effective-sample-size";
import { combine } from "../../../verdict/combine";
import { judgeShare } from "../../../verdict/judge-share";
import type { Verdict } from "../../../verdict/result";
import { sizeOf, sum } from "../indicator";
import { MAY_BE_LATE, type StepReading } from "./carried";

/**
 * Whether a rate is carried, by the exact bounds of the shares that must not be too large: of requests
 * without a right answer, and of those over the limit on latency, where one is named. All
 * sound readings of the rate are judged together. Keeping up is no share of independent requests but
 * a balance, and is judged by repetition (`climb.ts`).
 */
export function judgeCarried(
  readings: readonly StepReading[],
  slo: CarriedSlo,
): { verdict: Verdict; message: string; n: number } {
  const sound = readings.filter(({ state }) => state !== "unsound");
  const failed = Uint8Array.from(sound.flatMap((reading) => Array.from(reading.failed)));
  const times = Float64Array.from(sound.flatMap((reading) => Array.from(reading.times)));
  const shares = [judgeFailed(failed, slo.errors)];
  if (slo.p95 !== null) shares.push(judgeLate(times, slo.p95));
  const verdict = combine(shares.map((share) => share.verdict));
  const decisive = shares.filter((share) => share.verdict === verdict);
  return { verdict, message: decisive.map(({ message }) => message).join("; "), n: times.length };
}

function judgeFailed(failed: Uint8Array, limit: number) {
  const count = sum(failed);
  const judged = judgeShare({
    count,
    n: failed.length,
    limit,
    direction: "at-most",
    what: "requests",
    effectiveSize: sizeOf(failed),
  });
  const found = `${count} of ${failed.length} requests had no right answer`;
  return { verdict: judged.verdict, message: `${found}; ${judged.message}` };
}

function judgeLate(times: Float64Array, p95: number) {
  const count = times.filter((time) => time > p95).length;
  const judged = judgeShare({
    count,
    n: times.length,
    limit: MAY_BE_LATE,
    direction: "at-most",
    what: "requests",
    effectiveSize: times.length === 0 ? 0 : effectiveSampleSizeOver(times, p95),
  });
  const found = `${count} of ${times.length} requests were over ${formatMeasure(p95, "ms")}`;
  return { verdict: judged.verdict, message: `${found}; ${judged.message}` };
}
