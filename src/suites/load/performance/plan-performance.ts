import type { PerformanceConfig } from "../../../config/types";
import { MOST_INPUTS, MOST_WARM_UP, WARM_UP_MS } from "../load-limits";
import type { StagePlan } from "../stage";
import { countRequests } from "../traffic";

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
  config: PerformanceConfig,
  inputs: number = MOST_INPUTS,
): StagePlan {
  const { rate, forMs } = config;
  const load = countRequests(config);
  const unloaded = 2 * countInputs(load, inputs);
  const warmUp = countWarmUp(rate);
  return {
    requests: unloaded + warmUp + load,
    durationMs: Math.round(unloaded * TYPICAL_ANSWER_MS + (warmUp / rate) * 1000 + forMs),
  };
}

/** No more inputs than requests to send them with. */
export function countInputs(requests: number, inputs: number): number {
  return Math.min(MOST_INPUTS, inputs, Math.max(1, requests));
}

export function countWarmUp(rate: number): number {
  return Math.max(1, Math.min(MOST_WARM_UP, Math.floor((rate * WARM_UP_MS) / 1000)));
}
