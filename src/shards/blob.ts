import type { LoadStageConfigs, ReportConfig } from "../config/types";
import type { StageResult } from "../suites/load/stage";
import type { TrafficRecord } from "../suites/load/traffic/traffic-record";
import type { EndpointSummary, RunInfo, SuiteName, SuiteResult } from "../verdict/result";
import type { Shard } from "./shard";

/**
 * What one shard hands to the machine that judges: the recordings of the load that is shared, and on
 * the first shard everything else, finished. Nothing in it is judged by itself, and no percentile is
 * in it: those of several machines cannot be averaged.
 */
export interface ShardBlob {
  blobVersion: 1;
  tool: { name: "infergate"; version: string };
  shard: Shard;
  run: RunInfo;
  /** Equal for all shards of a run: what is sent, of which config and by which seed. */
  fingerprint: string;
  endpoint: EndpointSummary;
  baseline: EndpointSummary | null;
  report: ReportConfig;
  /** Of the run, in the order of the report. */
  suites: SuiteName[];
  /** Those that were run here as a whole. */
  finished: SuiteResult[];
  /** Null where no load was asked for. */
  load: ShardLoad | null;
}

export interface ShardLoad {
  durationMs: number;
  requests: number;
  /** What the shared stages are judged by. */
  config: Pick<LoadStageConfigs, "performance" | "endurance">;
  /** In the order of the report; a stage that one machine runs alone is there on the first shard only. */
  stages: ShardStage[];
}

export type ShardStage =
  | { name: keyof LoadStageConfigs; record: TrafficRecord }
  /** Where there was nothing to record, or the stage is not shared. */
  | { name: keyof LoadStageConfigs; result: Omit<StageResult, "sent"> };
