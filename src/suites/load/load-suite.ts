import type { SuiteResult } from "../../verdict/result";
import { finishSuite, startSuite } from "../finish-suite";
import type { SuiteContext } from "../types";
import { allErrors } from "./judge-performance";
import { runPerformance } from "./run-performance";

/**
 * Puts the candidate under load and judges speed and correctness together. Without inputs it is an
 * error and not skipped: a load test that was asked for, even by default, and sent nothing is no
 * reason for green.
 */
export async function loadSuite(context: SuiteContext): Promise<SuiteResult> {
  const started = startSuite("load", context);
  const { load } = context.config;
  if (load === null) return finishSuite(started, [], "load: off in the config");
  if (context.inputs.length === 0) {
    return finishSuite(
      started,
      allErrors(
        load.performance.slo,
        "there is no input to send: none was given, and none could be made from the model's metadata",
        "Give some: data: { file: rows.csv }, or switch the suite off: load: off",
      ),
    );
  }
  const { checks, series, sent } = await runPerformance(context, load.performance);
  const unloaded = context.candidate.client.sent - started.sentBefore;
  return finishSuite(started, checks, null, { requests: unloaded + sent, series });
}
