import type { MonitorConfig } from "../../config/types";
import { openMonitor, type ServerMonitor } from "../../monitor/server-monitor";
import type { Check, Series, SuiteResult } from "../../verdict/result";
import { finishSuite, startSuite } from "../finish-suite";
import type { SuiteContext } from "../types";
import { createSessions } from "./session";
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
    const what =
      "there is no input to send: none was given, and none could be made from the model's metadata";
    const hint = "Give some: data: { file: rows.csv }, or switch the suite off: load: off";
    return finishSuite(
      started,
      stages.flatMap((stage) => stage.allErrors(what, hint)),
    );
  }
  const monitor = load.monitor && openServerMonitor(context, load.monitor);
  const sessions = createSessions(context, load.tolerance, monitor);
  const checks: Check[] = [];
  const series: Series[] = [];
  let sent = 0;
  try {
    for (const stage of stages) {
      if (context.signal.aborted) {
        checks.push(...stage.allErrors(`not run: ${context.whyStopped()}`));
        continue;
      }
      const result = await stage.run(context, sessions);
      checks.push(...result.checks);
      series.push(...result.series);
      sent += result.sent;
    }
  } finally {
    await monitor?.close();
  }
  const unloaded = context.candidate.client.sent - started.sentBefore;
  return finishSuite(started, checks, null, { requests: unloaded + sent, series });
}

function openServerMonitor(
  { candidate, clock, signal }: SuiteContext,
  config: MonitorConfig,
): ServerMonitor {
  return openMonitor(config, { endpoint: candidate.client, now: clock.now, signal });
}
