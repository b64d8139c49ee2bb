import type { PerformanceConfig } from "../../../config/types";
import { MOST_INPUTS, MOST_WARM_UP, WARM_UP_MS } from "../load-limits";

/** An answer time to plan with, before anything has been measured. */
const TYPICAL_ANSWER_MS = 20;

/**
 * What the performance stage will send and about how long that takes, before anything is sent:
 * two unloaded answers of each input, a short warm-up, and the load itself, which is random with this
 * many requests on average.
 *
 * @param inputs rows that there are to choose from
 */
export function planPerformance(
  { rate, forMs }: PerformanceConfig,
  inputs: number = MOST_INPUTS,
): { requests: number; durationMs: number } {
  const load = Math.round((rate * forMs) / 1000);
  const unloaded = 2 * countInputs(rate, forMs, inputs);
  const warmUp = countWarmUp(rate);
  return {
    requests: unloaded + warmUp + load,
    durationMs: Math.round(unloaded * TYPICAL_ANSWER_MS + (warmUp / rate) * 1000 + forMs),
  };
}

/** No more inputs than requests to send them with. */
export function countInputs(rate: number, forMs: number, inputs: number): number {
  return Math.min(MOST_INPUTS, inputs, Math.max(1, Math.round((rate * forMs) / 1000)));
}

export function countWarmUp(rate: number): number {
  return Math.max(1, Math.min(MOST_WARM_UP, Math.floor((rate * WARM_UP_MS) / 1000)));
}
