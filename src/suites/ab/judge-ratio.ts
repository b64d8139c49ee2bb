import { clopperPearson } from "../../stats/proportions/clopper-pearson";
import { SAMPLE_RATIO_MISMATCH, sampleRatioTest } from "../../stats/proportions/sample-ratio";
import { check } from "../../verdict/check";
import { percent } from "../../verdict/judge-share";
import type { Check } from "../../verdict/result";
import { type ArmRequest, keyOf } from "../assignment/arms";

export const RATIO = { id: "ab/ratio", title: "The requests were split as configured" } as const;

/**
 * Asked before any metric is looked at: where the sides did not get what they were to get (χ²,
 * p < 0.001), something chose among the requests, and nothing measured on them can be trusted. With a
 * key, its values are counted and not the requests: the requests of one value go together.
 */
export function judgeRatio(
  requests: readonly ArmRequest[],
  { split, key }: { split: number; key: string | null },
): Check {
  const units =
    key === null
      ? requests.map(({ arm }) => arm)
      : [...new Map(requests.map(({ row, arm }) => [keyOf(row, key), arm])).values()];
  const n = units.length;
  const ours = units.filter((arm) => arm === "candidate").length;
  const what = key === null ? "requests" : `values of ${key}`;
  if (n === 0) return check({ ...RATIO, verdict: "error", message: "no request was sent" });
  const { pValue } = sampleRatioTest([ours, n - ours], [split, 1 - split]);
  const broken = pValue < SAMPLE_RATIO_MISMATCH;
  return check({
    ...RATIO,
    verdict: broken ? "error" : "pass",
    observed: ours / n,
    interval: clopperPearson(ours, n, 0.95),
    unit: "share",
    n,
    message: `${ours} of ${n} ${what} went to the candidate, ${percent(split)} were to (p = ${pValue.toPrecision(2)})${broken ? "; the sides cannot be compared" : ""}`,
    hint: broken
      ? "Look for what sends, loses or repeats requests of one side; with ab.key, for few values with many requests each."
      : null,
  });
}
