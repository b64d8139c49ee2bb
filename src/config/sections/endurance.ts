import type { Context } from "../context";
import { DEFAULT_ENDURANCE } from "../defaults";
import type { KeyPath } from "../problem";
import type { RawEndurance, RawMonitor } from "../raw-config";
import { RANGES, readBytes, readDuration, readShare } from "../read-quantity";
import type { EnduranceConfig } from "../types";
import { readTraffic } from "./traffic";

export function readEndurance(
  context: Context,
  path: KeyPath,
  raw: RawEndurance,
  monitor: RawMonitor | undefined,
): EnduranceConfig {
  const fallback = DEFAULT_ENDURANCE;
  if (raw.memory !== undefined && monitor === undefined) {
    context.report(
      "config/missing-key",
      [...path, "memory"],
      "needs load.monitor, which says where the server tells of its memory",
      "load: { monitor: { prometheus: /metrics } }",
    );
  }
  return {
    ...readTraffic(context, path, raw, fallback),
    maxDrift: readShare(
      context,
      [...path, "max_drift"],
      raw.max_drift,
      fallback.maxDrift,
      RANGES.growth,
    ),
    maxErrors: readShare(
      context,
      [...path, "errors"],
      raw.errors,
      fallback.maxErrors,
      RANGES.mostOfShare,
    ),
    memory: {
      limit: readBytes(
        context,
        [...path, "memory", "limit"],
        raw.memory?.limit,
        fallback.memory.limit,
      ),
      withinMs: readDuration(
        context,
        [...path, "memory", "within"],
        raw.memory?.within,
        fallback.memory.withinMs,
        RANGES.month,
      ),
    },
  };
}
