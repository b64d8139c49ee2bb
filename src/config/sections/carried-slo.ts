import type { Context } from "../context";
import { DEFAULT_CARRIED_SLO } from "../defaults";
import type { KeyPath } from "../problem";
import type { RawCarriedSlo } from "../raw-config";
import { RANGES, readDuration, readShare } from "../read-quantity";
import type { CarriedSlo, Slo } from "../types";

/**
 * What a rate must meet to count as carried.
 *
 * @param shared `load.performance.slo`, whose limit on latency holds here, too
 */
export function readCarriedSlo(
  context: Context,
  path: KeyPath,
  raw: RawCarriedSlo | undefined,
  shared: Pick<Slo, "p95">,
): CarriedSlo {
  return {
    p95: readDuration(context, [...path, "p95"], raw?.p95, shared.p95),
    errors: readShare(
      context,
      [...path, "errors"],
      raw?.errors,
      DEFAULT_CARRIED_SLO.errors,
      RANGES.mostOfShare,
    ),
  };
}
