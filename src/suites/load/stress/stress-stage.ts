import type { StressConfig } from "../../../config/types";
import type { LoadStage } from "../stage";
import { planStress, stressGates } from "./plan-stress";
import { runStress } from "./run-stress";
import { allErrors } from "./stress-checks";

/** Where does it break, what lies past that, and is it soon back to normal? */
export const stressStage: LoadStage<StressConfig> = {
  plan: planStress,
  gates: stressGates,
  allErrors,
  run: runStress,
};
