import type { Context } from "../context";
import type { KeyPath } from "../problem";
import type { Off, RawShare } from "../raw-config";
import { RANGES, readShare } from "../read-quantity";

/** Smallest share of right answers among the answers; null where it is only told. */
export function readCorrect(
  context: Context,
  path: KeyPath,
  raw: RawShare | Off | undefined,
  fallback: number | null,
): number | null {
  return raw === "off" || raw === false
    ? null
    : readShare(context, path, raw, fallback, RANGES.leastOfShare);
}
