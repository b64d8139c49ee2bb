import { enduranceStage } from "./endurance/endurance-stage";
import { performanceStage } from "./performance/performance-stage";
import { scalabilityStage } from "./scalability/scalability-stage";
import type { LoadStages } from "./stage";
import { stressStage } from "./stress/stress-stage";
import { volumeStage } from "./volume/volume-stage";

/** Stages that several machines can send together. */
export const TRAFFIC_STAGES = {
  performance: performanceStage,
  endurance: enduranceStage,
} as const;

/** The aspects of a load test, in the order in which they run: what may break the endpoint comes last. */
export const STAGES: LoadStages = {
  ...TRAFFIC_STAGES,
  scalability: scalabilityStage,
  volume: volumeStage,
  stress: stressStage,
};
