import type { LoadConfig } from "../config/types";
import { NO_INPUTS, notRun, runStages } from "../suites/load/run-stages";
import type { LoadSessions } from "../suites/load/session";
import { type ConfiguredStage, type StageResult, stagesOf } from "../suites/load/stage";
import { STAGES } from "../suites/load/stages";
import type { SuiteContext } from "../suites/types";
import type { ShardLoad, ShardStage } from "./blob";
import type { Shard } from "./shard";

/** This shard's part of the load, unjudged: the shared stages first, since they begin together. */
export async function observeLoad(context: SuiteContext, shard: Shard): Promise<ShardLoad | null> {
  const { load } = context.config;
  if (load === null) return null;
  const startedMs = context.clock.now();
  const sentBefore = context.candidate.client.sent;
  const all = stagesOf(STAGES, load);
  const shared = all.filter(({ traffic }) => traffic !== null);
  const alone = shard.index === 1 ? all.filter(({ traffic }) => traffic === null) : [];
  const parts =
    context.inputs.length === 0
      ? [...shared, ...alone].map((stage) =>
          finished(stage, notRun(stage, NO_INPUTS.message, NO_INPUTS.hint)),
        )
      : await observeStages(context, load, [...shared, ...alone]);
  const unloaded = context.candidate.client.sent - sentBefore;
  const { performance, endurance } = load;
  return {
    durationMs: Math.round(context.clock.now() - startedMs),
    requests: parts.reduce((sum, { sent }) => sum + sent, unloaded),
    config: { performance, endurance },
    stages: parts.map(({ part }) => part),
  };
}

interface Observed {
  part: ShardStage;
  sent: number;
}

async function observeStages(
  context: SuiteContext,
  load: LoadConfig,
  stages: readonly ConfiguredStage[],
): Promise<Observed[]> {
  const results = await runStages(context, load, stages, (stage, sessions) =>
    observeStage(context, stage, sessions),
  );
  return results.map((result, i) =>
    "part" in result ? result : finished(stages[i] as ConfiguredStage, result),
  );
}

async function observeStage(
  context: SuiteContext,
  stage: ConfiguredStage,
  sessions: LoadSessions,
): Promise<Observed> {
  if (stage.traffic === null) return finished(stage, await stage.run(context, sessions));
  const observed = await stage.traffic.observe(context, sessions);
  if ("checks" in observed) return finished(stage, observed);
  const { record, sent } = observed;
  if (record.run.stopped === "interrupted") {
    return finished(stage, { ...notRun(stage, `not judged: ${context.whyStopped()}`), sent });
  }
  return { part: { name: stage.name, record }, sent };
}

function finished({ name }: ConfiguredStage, { checks, series, sent }: StageResult): Observed {
  return { part: { name, result: { checks, series } }, sent };
}
