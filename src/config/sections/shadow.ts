import { complement } from "../../verdict/judge-share";
import type { Context } from "../context";
import { DEFAULT_SHADOW, LEAST_REPEATED } from "../defaults";
import type { RawConfig, RawShadow } from "../raw-config";
import { RANGES, type Range, readShare } from "../read-quantity";
import type { NoiseFloorConfig, ShadowConfig } from "../types";
import { readCompare } from "./compare";

export function readShadow(
  context: Context,
  { shadow, baseline, data }: RawConfig,
): ShadowConfig | null {
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
    range: Range,
  ) => readShare(context, ["shadow", key], shadow[key], fallback, range);
  const minAgreement = share("min_agreement", DEFAULT_SHADOW.minAgreement, RANGES.leastOfShare);
  return {
    requests: shadow.requests ?? DEFAULT_SHADOW.requests,
    minAgreement,
    maxSlowdown: share("max_slowdown", DEFAULT_SHADOW.maxSlowdown, RANGES.slowdown),
    maxErrors: share("max_errors", DEFAULT_SHADOW.maxErrors, RANGES.mostOfShare),
    tolerance: { ...DEFAULT_SHADOW.tolerance, ...shadow.tolerance },
    compare: readCompare(context, ["shadow", "compare"], shadow.compare),
    noiseFloor: readNoiseFloor(context, shadow.noise_floor, minAgreement),
    metrics: { accuracy: readAccuracy(context, shadow, data) },
    sequential: shadow.sequential === "on" || shadow.sequential === true,
    allowStateChanges: shadow.allow_state_changes ?? DEFAULT_SHADOW.allowStateChanges,
  };
}

const REPEATED: Range = {
  holds: (share) => share >= LEAST_REPEATED && share <= 1,
  text: "a share from 30% to 100%",
};

/** As many differences beyond the noise are put up with as `min_agreement` puts up with at all. */
function readNoiseFloor(
  context: Context,
  raw: RawShadow["noise_floor"],
  minAgreement: number,
): NoiseFloorConfig | null {
  if (raw === "off" || raw === false) return null;
  const path = ["shadow", "noise_floor"];
  return {
    share: readShare(context, [...path, "share"], raw?.share, LEAST_REPEATED, REPEATED),
    maxExcess: readShare(
      context,
      [...path, "max_excess"],
      raw?.max_excess,
      complement(minAgreement),
      RANGES.mostOfShare,
    ),
  };
}

function readAccuracy(
  context: Context,
  { metrics }: RawShadow,
  data: RawConfig["data"],
): { maxDrop: number } | null {
  if (!metrics?.accuracy) return null;
  const path = ["shadow", "metrics", "accuracy"];
  if (data?.label === undefined) {
    const text = "needs data.label, the right answers";
    context.report("config/missing-key", path, text, "data:\n  file: rows.csv\n  label: species");
  }
  return {
    maxDrop: readShare(
      context,
      [...path, "max_drop"],
      metrics.accuracy.max_drop,
      0,
      RANGES.mostOfShare,
    ),
  };
}
