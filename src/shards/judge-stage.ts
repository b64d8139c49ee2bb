import type { TrafficConfig } from "../config/types";
import type { StageResult, TrafficStage } from "../suites/load/stage";
import { TRAFFIC_STAGES } from "../suites/load/stages";
import type { TrafficRecord } from "../suites/load/traffic/traffic-record";
import type { ShardBlob, ShardStage } from "./blob";
import { mergeRecords, startSkew } from "./merge-records";
import { nameShard, type Shard } from "./shard";

type Judged = Omit<StageResult, "sent">;

/** One stage of the load from what all shards saw of it. Every shard is there, once. */
export function judgeStage(blobs: readonly ShardBlob[], name: ShardStage["name"]): Judged {
  const parts = blobs.flatMap(({ load, shard }) =>
    (load?.stages ?? []).filter((part) => part.name === name).map((part) => ({ part, shard })),
  );
  const results = parts.flatMap(({ part, shard }) => ("result" in part ? [{ part, shard }] : []));
  const [result] = results.toSorted((a, b) => failures(b.part.result) - failures(a.part.result));
  if (result) {
    return parts.length === 1 ? result.part.result : namingShard(result.part.result, result.shard);
  }
  const records = parts.flatMap(({ part }) => ("record" in part ? [part.record] : []));
  const config = blobs[0]?.load?.config;
  if (name === "performance" && config?.performance) {
    return judgeRecords(TRAFFIC_STAGES.performance, config.performance, records);
  }
  if (name === "endurance" && config?.endurance) {
    return judgeRecords(TRAFFIC_STAGES.endurance, config.endurance, records);
  }
  throw new RangeError(`no shard says how ${name} is to be judged`);
}

function judgeRecords<Config extends TrafficConfig>(
  stage: TrafficStage<Config>,
  config: Config,
  records: readonly TrafficRecord[],
): Judged {
  const fault = whySkewed(records, config) ?? whyUnlike(records) ?? whyHalfSilent(records);
  if (fault !== null) {
    return { checks: stage.allErrors(config, `not judged: ${fault}`), series: [] };
  }
  return stage.judge(config, mergeRecords(records));
}

/** Machines that begin further apart than this, or than this share of the stage, have not sent one load. */
const MOST_SKEW_MS = 1_000;
const MOST_SKEW = 0.05;

function whySkewed(records: readonly TrafficRecord[], { forMs }: TrafficConfig): string | null {
  const skewMs = startSkew(records);
  if (skewMs <= Math.max(MOST_SKEW_MS, MOST_SKEW * forMs)) return null;
  return `the shards began ${(skewMs / 1000).toFixed(1)} s apart, so theirs was not one load; give them a later --start-at`;
}

function whyUnlike(records: readonly TrafficRecord[]): string | null {
  const counts = [...new Set(records.map(({ inputs }) => inputs))].sort((a, b) => a - b);
  return counts.length === 1
    ? null
    : `the shards had ${counts.join(" and ")} different inputs, so theirs was not one load; give all of them the same data`;
}

function whyHalfSilent(records: readonly TrafficRecord[]): string | null {
  const silent = records.filter(({ run }) => run.stopped === "unanswered").length;
  return silent > 0 && silent < records.length
    ? `${silent} of ${records.length} shards got no answer at all, and the others did`
    : null;
}

function failures({ checks }: Judged): number {
  return checks.filter(({ verdict }) => verdict === "fail").length;
}

function namingShard({ checks, series }: Judged, shard: Shard): Judged {
  const named = checks.map((one) => ({ ...one, message: `${nameShard(shard)}: ${one.message}` }));
  return { checks: named, series };
}
