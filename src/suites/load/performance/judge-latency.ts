import type { Slo } from "../../../config/types";
import type { Check } from "../../../verdict/result";
import { judgePercentile } from "../judge-percentile";
import { PERCENTILES } from "../percentiles";
import type { ResponseTimes } from "../response-times";
import { identify } from "./performance-checks";

/**
 * The percentiles of the response time.
 *
 * @param warmUp requests at the start that do not count
 */
export function latencyChecks(times: ResponseTimes, warmUp: number, slo: Slo): Check[] {
  return PERCENTILES.map(({ name, p }) =>
    judgePercentile({
      check: identify(name),
      name,
      p,
      limit: slo[name],
      times: {
        measured: times.measured.subarray(warmUp),
        credited: times.credited.subarray(warmUp),
      },
      subject: "requests were",
      notes: warmUpNotes(warmUp),
    }),
  );
}

export function warmUpNotes(warmUp: number): string[] {
  return warmUp > 0 ? [`the first ${warmUp} requests were left out as warm-up`] : [];
}
