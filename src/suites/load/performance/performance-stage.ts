import type { PerformanceConfig, Slo } from "../../../config/types";
import type { SuiteContext } from "../../types";
import { UNSTREAMED_HINT, whyUnstreamed } from "../../why-unstreamed";
import type { LoadSessions } from "../session";
import { observeTraffic } from "../traffic/observe-traffic";
import { planTraffic } from "../traffic/plan-traffic";
import { trafficSeries } from "../traffic/traffic-series";
import { createTrafficStage } from "../traffic/traffic-stage";
import { withoutReferences } from "../without-references";
import { createEarlyDecision } from "./decide-early";
import { cutToEnded } from "./ended-early";
import { allErrors, failAtErrors, judgePerformance } from "./judge-performance";
import { asksForStreams } from "./performance-checks";
import { performanceGates } from "./performance-gates";

/** Is it still right, and fast enough, at a given rate? */
export const performanceStage = createTrafficStage<PerformanceConfig>({
  plan: planTraffic,
  gates: performanceGates,
  allErrors: ({ slo }, message, hint) => allErrors(slo, message, hint),
  observe: observePerformance,
  judge: (config, record) => ({
    checks: judgePerformance({ ...record, config }),
    series: record.neverBegan
      ? []
      : trafficSeries("performance", record.decided ? cutToEnded(record) : record, config.slo),
  }),
});

async function observePerformance(
  context: SuiteContext,
  config: PerformanceConfig,
  sessions: LoadSessions,
) {
  const { slo } = config;
  const stream = asksForStreams(slo) ? { gapPercentiles: gapPercentiles(slo) } : null;
  const unstreamed = stream ? whyUnstreamed([context.candidate]) : null;
  if (unstreamed !== null) {
    return { checks: allErrors(slo, unstreamed, UNSTREAMED_HINT), series: [], sent: 0 };
  }
  const decide = createEarlyDecision(config, context.clock.now);
  const observation = { name: "performance", traffic: config, stream, decide };
  const observed = await observeTraffic(context, sessions, observation);
  if (!("verdict" in observed)) return observed;
  return withoutReferences(observed, {
    allErrors: (message, hint) => allErrors(slo, message, hint),
    failAt: (found, because) => failAtErrors(slo, found, because),
  });
}

function gapPercentiles({ streams }: Slo): number[] {
  return streams.filter(({ measure }) => measure === "itl").map(({ p }) => p);
}
