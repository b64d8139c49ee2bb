import type { CanaryConfig } from "../../../src/config/types";
import type { Random } from "../../../src/stats/random";
import { ErrorEvidence } from "../../../src/suites/canary/error-evidence";
import { NOTHING_SEEN, type SideCounts } from "../../../src/suites/canary/observation";
import { Rollout } from "../../../src/suites/canary/rollout";
import { RolloutRecord } from "../../../src/suites/canary/rollout-record";
import { planStages } from "../../../src/suites/canary/stages";
import { parse } from "../../config/parse";

export function canaryConfig(keys: string): CanaryConfig {
  const text = `endpoint: { url: http://a }\nbaseline: { url: http://b }\ncanary: { ${keys} }\n`;
  return parse(text).config.canary as CanaryConfig;
}

/** A rollout whose requests are drawn and not sent; everything that decides is the product's own. */
export async function rollOut(
  canary: CanaryConfig,
  rates: { candidate: number; baseline: number },
  random: Random,
): Promise<Rollout & { sent: number }> {
  const stages = planStages(canary);
  const evidence = new ErrorEvidence(canary.maxErrorRatio);
  let sent = 0;
  const rollout = new Rollout({
    stages,
    rules: { ...canary, judged: stages.filter(({ isBegun }) => isBegun).length },
    evidence,
    source: {
      async observe(stage, _, look) {
        const sides: Record<"candidate" | "baseline", SideCounts> = {
          candidate: { requests: 0, errors: 0 },
          baseline: { requests: 0, errors: 0 },
        };
        for (let n = 1; n <= stage.requests && !evidence.isEnough; n++) {
          const arm = random() < stage.weight ? "candidate" : "baseline";
          sent += 1;
          sides[arm].requests += 1;
          if (random() >= rates[arm]) continue;
          sides[arm].errors += 1;
          evidence.note(arm, null);
          look(n);
        }
        return { seen: { ...NOTHING_SEEN, ...sides }, stopped: null };
      },
      sent: 0,
      close: async () => {},
    },
    driver: null,
    verifiesSplit: false,
    record: new RolloutRecord(() => 0),
    signal: new AbortController().signal,
    whyStopped: () => "interrupted",
  });
  await rollout.run();
  rollout.conclude();
  return Object.assign(rollout, { sent });
}
