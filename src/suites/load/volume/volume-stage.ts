import type { VolumeConfig } from "../../../config/types";
import { skipped } from "../../../verdict/check";
import type { Check } from "../../../verdict/result";
import type { SuiteContext } from "../../types";
import { judgeCorrectness } from "../judge-correctness";
import { MOST_INPUTS, TYPICAL_ANSWER_MS } from "../load-limits";
import type { LoadSessions } from "../session";
import type { LoadStage, StageResult } from "../stage";
import { withoutReferences } from "../without-references";
import { SizeAsker } from "./ask-sizes";
import { DOUBLINGS, findLargest } from "./find-largest";
import { chooseGrowth, type Growth } from "./growth";
import { judgeExponent } from "./judge-exponent";
import { judgeLargest } from "./judge-largest";
import { measureSizes } from "./measure-sizes";
import { allErrors, allSkipped, failAtLargest, identify } from "./volume-checks";
import { volumeSeries } from "./volume-series";

/** How does the cost of a request grow with its size, and what is the largest one accepted? */
export const volumeStage: LoadStage<VolumeConfig> = {
  plan({ sizes, each }, inputs = MOST_INPUTS) {
    const requests = 2 * Math.min(MOST_INPUTS, inputs) + sizes.length * (each + 1) + DOUBLINGS;
    return { requests, durationMs: requests * TYPICAL_ANSWER_MS };
  },
  allErrors: (_, message, hint) => allErrors(message, hint),
  run: runVolume,
};

async function runVolume(
  context: SuiteContext,
  config: VolumeConfig,
  sessions: LoadSessions,
): Promise<StageResult> {
  const result = (checks: Check[]): StageResult => ({ checks, series: [], sent: 0 });
  const growth = chooseGrowth(context, config);
  if (typeof growth === "string") return result(allSkipped(`does not apply: ${growth}`));
  if (growth.sizes.length === 0) {
    const [smallest] = config.sizes as [number];
    const message = `it says that it takes at most ${growth.most} ${growth.what}, and the smallest size asked for is ${smallest}`;
    return result(failAtLargest({ verdict: "fail", message }, `not run: ${message}`));
  }
  const references = await sessions.references({ inputs: MOST_INPUTS });
  if ("verdict" in references) {
    return withoutReferences(references, { allErrors, failAt: failAtLargest });
  }
  const tolerance = context.config.load?.tolerance;
  if (tolerance === undefined) throw new RangeError("the volume stage is part of a load test");
  const asker = new SizeAsker(context, growth, references, tolerance);
  const found = await findLargest(asker, growth, context.signal);
  const { accepted, refused } = found;
  const measured = await measureSizes(context, asker, accepted, config.each);
  const after = await asker.ask(growth.sizes[0] as number);
  if (context.signal.aborted) return result(allErrors(`not judged: ${context.whyStopped()}`));
  if (accepted.length === 0 && refused) {
    const message = `not even ${refused.size} ${growth.what} are accepted: ${refused.problem}`;
    const { evidence } = refused;
    return result(
      failAtLargest({ verdict: "fail", message, evidence: [evidence] }, `not judged: ${message}`),
    );
  }
  return {
    ...result([
      judgeExponent(measured, config, growth, context.random("load/volume/bootstrap")),
      judgeLargest(found, measured, growth, { after, each: config.each }),
      correctness(config, growth, asker),
    ]),
    series: volumeSeries(measured, config, growth),
  };
}

function correctness(config: VolumeConfig, { what }: Growth, { seen }: SizeAsker): Check {
  const name = identify("correct");
  return what === "rows"
    ? judgeCorrectness({ name, limit: config.correct, seen })
    : skipped(name.id, name.title, "does not apply: a text that is repeated has another answer");
}
