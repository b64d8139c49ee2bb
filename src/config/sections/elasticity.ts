import type { Context } from "../context";
import { DEFAULT_SCALABILITY } from "../defaults";
import type { KeyPath } from "../problem";
import type { RawElasticity } from "../raw-config";
import { readDuration, readRate } from "../read-quantity";
import type { ElasticityConfig } from "../types";
import { readCarriedSlo } from "./carried-slo";
import { readReplicas } from "./replicas";
import type { SharedWithScalability } from "./scalability";
import { MOST_REQUESTS } from "./traffic";

export function readElasticity(
  context: Context,
  path: KeyPath,
  raw: RawElasticity,
  { slo: shared, monitor, eachMs }: SharedWithScalability & { eachMs: number },
): ElasticityConfig {
  const from = readRate(context, [...path, "from"], raw.from, 0);
  const to = readRate(context, [...path, "to"], raw.to, 0);
  const withinMs = readDuration(context, [...path, "within"], raw.within, 0);
  const slo = readCarriedSlo(context, [...path, "slo"], raw.slo, shared);
  const impossible = (key: string, text: string, hint: string | null = null) =>
    context.report("config/impossible-value", [...path, key], text, hint);
  if (to <= from) impossible("to", `is ${to}/s; expected more than from (${from}/s)`);
  if (withinMs < eachMs) {
    impossible("within", `is shorter than the time before the step up (each, ${eachMs} ms)`);
  }
  const requests = ((2 * from + to) * withinMs) / 1000;
  if (requests > MOST_REQUESTS) {
    impossible("to", `makes ${Math.round(requests)} requests; expected at most ${MOST_REQUESTS}`);
  }
  if (slo.p95 === null) {
    context.report(
      "config/missing-key",
      path,
      "says nothing of what has to hold again; expected slo.p95, here or at load.performance",
      "slo: { p95: 200ms }",
    );
  }
  return {
    from,
    to,
    holdMs: eachMs,
    withinMs,
    slo: { ...slo, p95: slo.p95 ?? Number.NaN },
    replicas: readReplicas(context, [...path, "replicas"], raw.replicas, monitor),
    maxInFlight: raw.max_in_flight ?? DEFAULT_SCALABILITY.elasticityInFlight,
  };
}
