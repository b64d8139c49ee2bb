import type { Context } from "../context";
import { DEFAULT_CARRIED_SLO } from "../defaults";
import type { KeyPath } from "../problem";
import type { RawCarriedSlo } from "../raw-config";
import { RANGES, readDuration, readShare } from "../read-quantity";
import type { CarriedSlo } from "../types";

/**
 * What a rate must meet to count as carried.
 *
 * @param p95 the limit of `load.performance.slo`, as it was read; null where there is none
 */
export function readCarriedSlo(
  context: Context,
  path: KeyPath,
  raw: RawCarriedSlo | undefined,
  p95: number | null,
): CarriedSlo {
  return {
    p95: readDuration(context, [...path, "p95"], raw?.p95, p95 ?? DEFAULT_CARRIED_SLO.p95),
    errors: readShare(
      context,
      [...path, "errors"],
      raw?.errors,
      DEFAULT_CARRIED_SLO.errors,
      RANGES.mostOfShare,
    ),
  };
}
