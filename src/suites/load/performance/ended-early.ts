import { trimRecording } from "../../../load/recording";
import type { Check } from "../../../verdict/result";
import { STALLED } from "../judge-percentile";
import { PERCENTILES } from "../percentiles";
import type { ResponseTimes } from "../response-times";
import type { EarlyDecision, SeenRun } from "../traffic/traffic-record";
import { countEnded, missesForCertain } from "./decide-early";
import { identify, type PerformanceStage } from "./performance-checks";

/**
 * A load that was ended early, as far as it got: up to the first request that was still open, so that
 * the slow ones are not left out.
 */
export function cutToEnded<T extends { run: SeenRun }>(stage: T): T {
  const { recording } = stage.run;
  const n = countEnded(recording);
  return { ...stage, run: { ...stage.run, recording: trimRecording(recording, n) } };
}

/**
 * The check whose limit ended the load has failed, by the test that ended it. Where the limit would
 * not have been missed without this machine's own stalls, it is an error as it is for a whole load.
 */
export function withEarlyEnd(
  checks: readonly Check[],
  stage: PerformanceStage,
  decided: EarlyDecision,
  times: ResponseTimes,
): Check[] {
  return checks.map((check) => {
    if (check.id !== decided.check || check.verdict === "error") return check;
    const message = `${decided.message}; ${check.message}`;
    return isOwnStall(stage, decided, times)
      ? {
          ...check,
          verdict: "error",
          message: `${STALLED.message}: ${message}`,
          hint: STALLED.hint,
        }
      : { ...check, verdict: "fail", message };
  });
}

function isOwnStall(
  { config }: PerformanceStage,
  decided: EarlyDecision,
  times: ResponseTimes,
): boolean {
  const own = PERCENTILES.find(({ name }) => identify(name).id === decided.check);
  const limit = own ? config.slo[own.name] : null;
  if (own === undefined || limit === null) return false;
  const over = Uint8Array.from(times.credited, (time) => (time > limit ? 1 : 0));
  return !missesForCertain(over, own.mayExceed);
}
