import type { TrafficConfig } from "../../../config/types";
import { MOST_INPUTS, TYPICAL_ANSWER_MS } from "../load-limits";
import type { StagePlan } from "../stage";
import { countWarmUp } from "./observe-traffic";
import { countInputs, countRequests } from "./schedule-traffic";

/**
 * What a stage of traffic will send and about how long that takes, before anything is sent: two
 * unloaded answers of each input, a short warm-up, and the load itself, which is random with this
 * many requests on average.
 *
 * @param inputs rows that there are to choose from
 */
export function planTraffic(traffic: TrafficConfig, inputs: number = MOST_INPUTS): StagePlan {
  const { rate, forMs } = traffic;
  const load = countRequests(traffic);
  const unloaded = 2 * countInputs(load, inputs);
  const warmUp = countWarmUp(rate);
  return {
    requests: unloaded + warmUp + load,
    durationMs: Math.round(unloaded * TYPICAL_ANSWER_MS + (warmUp / rate) * 1000 + forMs),
  };
}
