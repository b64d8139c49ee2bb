import type { EnduranceConfig } from "../../../config/types";
import type { SuiteContext } from "../../types";
import type { LoadSessions } from "../session";
import { observeTraffic } from "../traffic/observe-traffic";
import { planTraffic } from "../traffic/plan-traffic";
import { countRequests } from "../traffic/schedule-traffic";
import { trafficSeries } from "../traffic/traffic-series";
import { createTrafficStage } from "../traffic/traffic-stage";
import { withoutReferences } from "../without-references";
import { allErrors, identify } from "./endurance-checks";
import { failAtErrors, judgeEndurance } from "./judge-endurance";

/** Does it stay as fast, as right and as small over time? */
export const enduranceStage = createTrafficStage<EnduranceConfig>({
  plan: planTraffic,
  gates: (config) => [
    {
      id: identify("errors").id,
      n: countRequests(config),
      limit: config.maxErrors,
      direction: "at-most",
    },
  ],
  allErrors: (_, message, hint) => allErrors(message, hint),
  observe: observeEndurance,
  judge: (config, record) => ({
    checks: judgeEndurance({ ...record, config }),
    series: record.neverBegan ? [] : trafficSeries("endurance", record),
  }),
});

async function observeEndurance(
  context: SuiteContext,
  config: EnduranceConfig,
  sessions: LoadSessions,
) {
  const observation = { name: "endurance", traffic: config, stream: null };
  const observed = await observeTraffic(context, sessions, observation);
  if (!("verdict" in observed)) return observed;
  return withoutReferences(observed, {
    allErrors,
    failAt: (found, because) => failAtErrors({ found, because }),
  });
}
