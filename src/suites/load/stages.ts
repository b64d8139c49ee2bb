import { enduranceStage } from "./endurance/endurance-stage";
import { performanceStage } from "./performance/performance-stage";
import type { LoadStages } from "./stage";
import { stressStage } from "./stress/stress-stage";

/** The aspects of a load test, in the order in which they run: what may break the endpoint comes last. */
export const STAGES: LoadStages = {
  performance: performanceStage,
  endurance: enduranceStage,
  stress: stressStage,
};
