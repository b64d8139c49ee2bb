import type { SuiteResult } from "../../verdict/result";
import { finishSuite, startSuite } from "../finish-suite";
import type { SuiteContext } from "../types";
import { NO_INPUTS, runStages } from "./run-stages";
import { stagesOf } from "./stage";
import { STAGES } from "./stages";

/**
 * Puts the candidate under load, one aspect after the other, and judges speed and correctness
 * together. Without inputs it is an error and not skipped: a load test that was asked for, even by
 * default, and sent nothing is no reason for green.
 */
export async function loadSuite(context: SuiteContext): Promise<SuiteResult> {
  const started = startSuite("load", context);
  const { load } = context.config;
  if (load === null) return finishSuite(started, [], "load: off in the config");
  const stages = stagesOf(STAGES, load);
  if (context.inputs.length === 0) {
    const checks = stages.flatMap((stage) => stage.allErrors(NO_INPUTS.message, NO_INPUTS.hint));
    return finishSuite(started, checks);
  }
  const results = await runStages(context, load, stages, (stage, sessions) =>
    stage.run(context, sessions),
  );
  const unloaded = context.candidate.client.sent - started.sentBefore;
  const sent = results.reduce((sum, result) => sum + result.sent, unloaded);
  return finishSuite(
    started,
    results.flatMap(({ checks }) => checks),
    null,
    { requests: sent, series: results.flatMap(({ series }) => series) },
  );
}
