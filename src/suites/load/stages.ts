import { allErrors } from "./performance/judge-performance";
import { performanceGates } from "./performance/performance-gates";
import { planPerformance } from "./performance/plan-performance";
import { runPerformance } from "./performance/run-performance";
import type { LoadStages } from "./stage";

/** The aspects of a load test, in the order in which they run: what may break the endpoint comes last. */
export const STAGES: LoadStages = {
  performance: {
    plan: planPerformance,
    gates: performanceGates,
    allErrors: ({ slo }, message, hint) => allErrors(slo, message, hint),
    run: runPerformance,
  },
};
