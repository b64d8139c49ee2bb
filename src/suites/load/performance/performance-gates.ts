import type { PerformanceConfig } from "../../../config/types";
import { complement } from "../../../verdict/judge-share";
import { PERCENTILES } from "../percentiles";
import type { PlannedGate } from "../stage";
import { countRequests } from "../traffic/schedule-traffic";

/** The counts that this stage will judge, before a request is sent. */
export function performanceGates(config: PerformanceConfig): PlannedGate[] {
  const n = countRequests(config);
  const { slo } = config;
  const gate = (name: string, limit: number): PlannedGate => ({
    id: `load/performance/${name}`,
    n,
    limit,
    direction: "at-most",
  });
  return [
    ...PERCENTILES.filter(({ name }) => slo[name] !== null).map(({ name, mayExceed }) =>
      gate(name, mayExceed),
    ),
    ...slo.streams.map(({ name, p }) => gate(name, complement(p))),
    ...(slo.errors === null ? [] : [gate("errors", slo.errors)]),
  ];
}
