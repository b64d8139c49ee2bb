import type { PerformanceConfig } from "../../../config/types";
import { complement } from "../../../verdict/judge-share";
import type { PlannedGate } from "../stage";
import { PERCENTILES } from "./performance-stage";

/** The counts that this stage will judge, before a request is sent. */
export function performanceGates({ rate, forMs, slo }: PerformanceConfig): PlannedGate[] {
  const n = Math.round((rate * forMs) / 1000);
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
