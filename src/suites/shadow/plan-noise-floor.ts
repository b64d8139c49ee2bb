import type { ShadowConfig } from "../../config/types";
import { judgePairedHarm } from "../../verdict/judge-paired-harm";
import { alphaAtEnd } from "./decide-early";
import { planPairs } from "./plan-pairs";

/** What the noise floor can decide, to be printed before a request is sent; null where it is off. */
export function planNoiseFloor(shadow: ShadowConfig): string | null {
  const { noiseFloor } = shadow;
  if (noiseFloor === null) return null;
  const { repeats: n } = planPairs(shadow);
  const fails = (worse: number) =>
    judgePairedHarm({
      worse,
      better: 0,
      n,
      margin: noiseFloor.maxExcess,
      what: "inputs",
      alpha: alphaAtEnd(shadow),
    }).verdict === "fail";
  if (!fails(n)) return `${n} inputs asked twice cannot fail: more are needed`;
  let [low, high] = [0, n];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fails(middle)) high = middle;
    else low = middle;
  }
  return `${n} inputs asked twice; where the baseline never contradicts itself, a candidate that differs on ${high} of them fails`;
}
