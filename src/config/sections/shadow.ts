import type { Context } from "../context";
import { DEFAULT_SHADOW } from "../defaults";
import type { RawConfig } from "../raw-config";
import { RANGES, readShare } from "../read-quantity";
import type { ShadowConfig } from "../types";

export function readShadow(context: Context, { shadow, baseline }: RawConfig): ShadowConfig | null {
  if (shadow === undefined) return baseline ? DEFAULT_SHADOW : null;
  if (shadow === "off" || shadow === false) return null;
  if (!baseline) {
    context.report(
      "config/missing-key",
      ["shadow"],
      "compares with a baseline, but there is none",
      "Give --baseline-url, or the key baseline.",
    );
  }
  const share = (
    key: "min_agreement" | "max_slowdown" | "max_errors",
    fallback: number,
    range: (typeof RANGES)[keyof typeof RANGES],
  ) => readShare(context, ["shadow", key], shadow[key], fallback, range);
  return {
    requests: shadow.requests ?? DEFAULT_SHADOW.requests,
    minAgreement: share("min_agreement", DEFAULT_SHADOW.minAgreement, RANGES.leastOfShare),
    maxSlowdown: share("max_slowdown", DEFAULT_SHADOW.maxSlowdown, RANGES.slowdown),
    maxErrors: share("max_errors", DEFAULT_SHADOW.maxErrors, RANGES.mostOfShare),
    tolerance: { ...DEFAULT_SHADOW.tolerance, ...shadow.tolerance },
  };
}
