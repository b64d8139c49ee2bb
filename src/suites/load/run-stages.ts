import type { LoadConfig } from "../../config/types";
import { openMonitor } from "../../monitor/server-monitor";
import type { SuiteContext } from "../types";
import { createSessions, type LoadSessions } from "./session";
import type { ConfiguredStage, StageResult } from "./stage";

/** Why there is nothing to send. */
export const NO_INPUTS = {
  message:
    "there is no input to send: none was given, and none could be made from the model's metadata",
  hint: "Give some: data: { file: rows.csv }, or switch the suite off: load: off",
} as const;

/** Does something with each stage, one after the other, while the server is watched. */
export async function runStages<T>(
  context: SuiteContext,
  load: LoadConfig,
  stages: readonly ConfiguredStage[],
  use: (stage: ConfiguredStage, sessions: LoadSessions) => Promise<T>,
): Promise<(T | StageResult)[]> {
  const { candidate, clock, signal } = context;
  const tools = { endpoint: candidate.client, now: clock.now, signal };
  const monitor = load.monitor && openMonitor(load.monitor, tools);
  const sessions = createSessions(context, load.tolerance, monitor);
  const results: (T | StageResult)[] = [];
  try {
    for (const stage of stages) {
      results.push(
        signal.aborted
          ? notRun(stage, `not run: ${context.whyStopped()}`)
          : await use(stage, sessions),
      );
    }
  } finally {
    await monitor?.close();
  }
  return results;
}

export function notRun(
  stage: ConfiguredStage,
  message: string,
  hint: string | null = null,
): StageResult {
  return { checks: stage.allErrors(message, hint), series: [], sent: 0 };
}
