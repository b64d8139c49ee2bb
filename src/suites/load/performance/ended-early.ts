import { check, skipped } from "../../../verdict/check";
import type { Check } from "../../../verdict/result";
import { STALLED } from "../judge-percentile";
import { PERCENTILES } from "../percentiles";
import type { ResponseTimes } from "../response-times";
import type { EarlyDecision } from "../traffic/traffic-record";
import { countEnded, missesForCertain } from "./decide-early";
import { checkNames, identify, type PerformanceStage } from "./performance-checks";

/**
 * The checks of a load that was ended early: the limit that ended it has failed, and of the others
 * too little was seen to say anything. Where the limit would not have been missed without this
 * machine's own stalls, it is an error as it is for a whole load.
 */
export function endedEarly(
  stage: PerformanceStage,
  { check: id, message }: EarlyDecision,
  times: ResponseTimes,
  generator: Check,
): Check[] {
  const n = countEnded(stage.run.recording);
  const own = PERCENTILES.find(({ name }) => identify(name).id === id);
  const limit = own ? stage.config.slo[own.name] : null;
  const credited = times.credited.subarray(0, n);
  const stalled =
    own !== undefined &&
    limit !== null &&
    !missesForCertain(
      Uint8Array.from(credited, (time) => (time > limit ? 1 : 0)),
      own.mayExceed,
    );
  return checkNames(stage.config.slo).map((name) => {
    if (name.id === generator.id) return generator;
    if (name.id !== id) {
      return skipped(
        name.id,
        name.title,
        `not judged: the load was ended early, as ${id} was missed`,
      );
    }
    const found = { ...name, n, limit, direction: "at-most", evidence: stage.evidence } as const;
    return stalled
      ? check({
          ...found,
          verdict: "error",
          message: `${STALLED.message}: ${message}`,
          hint: STALLED.hint,
        })
      : check({ ...found, verdict: "fail", message });
  });
}
