import type { Slo } from "../../../config/types";
import { formatMeasure } from "../../../report/format-measure";
import { check } from "../../../verdict/check";
import type { Check } from "../../../verdict/result";
import { describeGeneratorFaults, findGeneratorFaults } from "../generator-faults";
import { PERCENTILES } from "../percentiles";
import { identify, type PerformanceStage } from "./performance-checks";

/** An error here means that nothing about the endpoint can be told from this run. */
export function judgeGenerator({ run, config, connections }: PerformanceStage): Check {
  const findings = findGeneratorFaults({
    run,
    plannedMs: config.forMs,
    tightestMs: tightest(config.slo),
  });
  const { problems, lateMs, mostLateMs, busy, n } = findings;
  const sound = problems.length === 0;
  return check({
    ...identify("generator"),
    verdict: sound ? "pass" : "error",
    observed: lateMs,
    limit: mostLateMs,
    direction: "at-most",
    unit: "ms",
    n,
    message: sound
      ? `requests left at most ${formatMeasure(lateMs, "ms")} late (p99), ${busy}, ${connections} connections were opened`
      : describeGeneratorFaults(findings),
    hint: sound ? null : "Lower load.performance.rate, or run it on a larger or a quieter machine.",
  });
}

function tightest(slo: Slo): number | null {
  const limits = PERCENTILES.map(({ name }) => slo[name]).filter((limit) => limit !== null);
  return limits.length === 0 ? null : Math.min(...limits);
}
