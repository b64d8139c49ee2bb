import { percent } from "../../../verdict/judge-share";
import type { SuiteContext } from "../../types";
import type { Stage } from "../stages";

/** Progress over all stages; one that ended early counts as through. */
export function countProgress({ progress }: Pick<SuiteContext, "progress">, total: number) {
  let [done, ofStage] = [0, 0];
  return {
    advance({ weight }: Stage, requests = 1): void {
      ofStage += requests;
      progress("canary", Math.min(total, done + ofStage), total, `requests at ${percent(weight)}`);
    },
    endStage({ requests }: Stage): void {
      done += requests;
      ofStage = 0;
    },
  };
}
