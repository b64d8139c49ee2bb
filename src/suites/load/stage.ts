import type { LoadConfig, LoadStageConfigs } from "../../config/types";
import type { ShareQuestion } from "../../verdict/judge-share";
import type { Check, Series } from "../../verdict/result";
import type { SuiteContext } from "../types";
import type { LoadSessions } from "./session";
import type { TrafficRecord } from "./traffic/traffic-record";

export interface StageResult {
  checks: Check[];
  series: Series[];
  /** Sent by the generator; what went through the endpoint's own client is counted there. */
  sent: number;
}

/** What a stage will send and about how long that takes. */
export interface StagePlan {
  requests: number;
  durationMs: number;
}

/** A share that a stage will judge by a count of so many. */
export interface PlannedGate extends Pick<ShareQuestion, "n" | "limit" | "direction"> {
  id: string;
}

/** One aspect of a load test. `Config` is what its key of `load:` holds. */
export interface LoadStage<Config> {
  /** Before anything is sent. `inputs`: rows that there are to choose from. */
  plan(config: Config, inputs?: number): StagePlan;
  /** The shares that it will judge, for what can be told before the run; left out where there are none. */
  gates?(config: Config): PlannedGate[];
  /** Every check of the stage as an error with this message: nothing of it could be measured. */
  allErrors(config: Config, message: string, hint?: string | null): Check[];
  run(context: SuiteContext, config: Config, sessions: LoadSessions): Promise<StageResult>;
}

/**
 * A stage that sends an open schedule and is judged afterwards, from what was seen. Several machines
 * can send it together; their records are then judged as one.
 */
export interface TrafficStage<Config> extends LoadStage<Config> {
  observe(
    context: SuiteContext,
    config: Config,
    sessions: LoadSessions,
  ): Promise<{ record: TrafficRecord; sent: number } | StageResult>;
  judge(config: Config, record: TrafficRecord): Omit<StageResult, "sent">;
}

/** By the key of `load:`. A stage whose key the config does not hold is not run. */
export type LoadStages = {
  readonly [Name in keyof LoadStageConfigs]: LoadStage<NonNullable<LoadStageConfigs[Name]>>;
};

/** The stages that the config asks for, in the order of the table. */
export function stagesOf(stages: LoadStages, load: LoadConfig): ConfiguredStage[] {
  return (Object.keys(stages) as (keyof LoadStageConfigs)[]).flatMap((name) => {
    const config = load[name];
    if (config === null) return [];
    const stage = stages[name] as LoadStage<typeof config>;
    return [
      {
        name,
        plan: (inputs) => stage.plan(config, inputs),
        gates: () => stage.gates?.(config) ?? [],
        allErrors: (message, hint) => stage.allErrors(config, message, hint),
        run: (context, sessions) => stage.run(context, config, sessions),
        traffic: "observe" in stage ? trafficOf(stage, config) : null,
      },
    ];
  });
}

function trafficOf<Config>(stage: LoadStage<Config>, config: Config): ConfiguredTraffic {
  const { observe, judge } = stage as TrafficStage<Config>;
  return {
    observe: (context, sessions) => observe(context, config, sessions),
    judge: (record) => judge(config, record),
  };
}

/** What several machines can do together. */
export interface ConfiguredTraffic {
  observe(
    context: SuiteContext,
    sessions: LoadSessions,
  ): Promise<{ record: TrafficRecord; sent: number } | StageResult>;
  judge(record: TrafficRecord): Omit<StageResult, "sent">;
}

/** A stage together with its config. */
export interface ConfiguredStage {
  name: keyof LoadStageConfigs;
  plan(inputs?: number): StagePlan;
  gates(): PlannedGate[];
  allErrors(message: string, hint?: string | null): Check[];
  run(context: SuiteContext, sessions: LoadSessions): Promise<StageResult>;
  /** Null for a stage that one machine sends alone. */
  traffic: ConfiguredTraffic | null;
}
