import type { StressConfig } from "../../../config/types";
import { formatMeasure } from "../../../report/format-measure";
import { check } from "../../../verdict/check";
import type { Check } from "../../../verdict/result";
import { judgeGeneratorFaults, QUIETER } from "../generator-faults";
import { responseTimes } from "../response-times";
import type { StepReading } from "./carried";
import type { Overload } from "./overload";
import { backToNormal, normalMs } from "./recovery";
import { identify } from "./stress-checks";

/** How long after an overload answers are right and as fast as they were before it. */
export function judgeRecovery(
  { rate, reading, overMs, after }: Overload,
  base: StepReading,
  { recoverWithinMs }: StressConfig,
): Check {
  const limited = {
    ...identify("recovery"),
    limit: recoverWithinMs,
    direction: "at-most",
    unit: "ms",
    n: after.recording.intended.length,
  } as const;
  const faults = judgeGeneratorFaults({ run: after, plannedMs: null, tightestMs: null });
  if (faults) return check({ ...limited, ...faults });
  const { measured, credited } = responseTimes(after);
  const recovered = (times: Float64Array) => backToNormal(after.recording, times, base, overMs);
  const within = (ms: number | null) => ms !== null && ms <= recoverWithinMs;
  const observed = recovered(measured);
  const normal = `right answers, half of them within ${formatMeasure(normalMs(base), "ms")}, at ${formatMeasure(base.rate, "per-second")}`;
  const load = `${formatMeasure(rate, "per-second")}${reading.state === "broken" ? "" : ", which it carried"}`;
  const found =
    observed === null
      ? `it was not back to normal within ${formatMeasure(recoverWithinMs, "ms")} after ${load} (${normal})`
      : `it was back to normal ${formatMeasure(observed, "ms")} after ${load} (${normal})`;
  if (within(observed)) return check({ ...limited, verdict: "pass", observed, message: found });
  if (within(recovered(credited))) {
    return check({
      ...limited,
      verdict: "error",
      observed,
      message: `${found}, but without this machine's own stalls it may have been`,
      hint: QUIETER,
    });
  }
  return check({ ...limited, verdict: "fail", observed, message: found });
}
