import type { LoadTarget } from "./generator";
import type { OpenSchedule } from "./schedule";

/** All that the open loop needs to know beforehand: it does nothing but send. */
export interface LoadPlan
  extends Pick<OpenSchedule, "arrivals" | "inputs" | "maxInFlight">,
    Pick<LoadTarget, "requests" | "timeoutMs" | "maxAnswerBytes" | "giveUpAfter"> {
  /** What to note of streams; left out where the answers are asked for as a whole. */
  stream?: StreamPlan;
}

export interface StreamPlan {
  /** Of each stream's own gaps between pieces, the percentiles to keep, as fractions. */
  gapPercentiles: readonly number[];
}
