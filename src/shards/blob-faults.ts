import { version } from "../../package.json";
import { TRAFFIC_STAGES } from "../suites/load/stages";
import { SUITE_NAMES } from "../verdict/result";
import { findRecordFault, isCount, isMap } from "./record-faults";
import { MOST_SHARDS } from "./shard";

const COMMENT_MODES: readonly unknown[] = ["always", "on-change", "on-fail", "off"];
const ON_INCONCLUSIVE: readonly unknown[] = ["fail", "warn"];

/**
 * What is wrong with a decoded blob, null where nothing is. It may come from elsewhere, so that
 * nothing is taken from it before its recordings are known to be whole; the finished checks in it are
 * held against the schema of results when they are merged.
 */
export function findBlobFault(value: unknown): string | null {
  if (!isMap(value) || value.blobVersion !== 1) return "it has no blobVersion 1";
  const { tool, shard, report, load } = value;
  if (!isMap(tool) || tool.version !== version) {
    const theirs = isMap(tool) ? tool.version : undefined;
    return `it was written by infergate ${theirs}, and this is ${version}`;
  }
  if (!isShard(shard)) return "it names no shard";
  for (const key of ["run", "report", "endpoint"]) {
    if (!isMap(value[key])) return `it has no ${key}`;
  }
  for (const key of ["suites", "finished"])
    if (!Array.isArray(value[key])) return `it has no ${key}`;
  const { comment, onInconclusive } = report as Record<string, unknown>;
  if (!COMMENT_MODES.includes(comment) || !ON_INCONCLUSIVE.includes(onInconclusive)) {
    return "its report is not whole";
  }
  const strange = (value.suites as unknown[]).some((name) => !SUITE_NAMES.includes(name as never));
  if (strange) return "it names a suite that there is not";
  if (typeof value.fingerprint !== "string") return "it has no fingerprint";
  return load === null ? null : findLoadFault(load);
}

function isShard(shard: unknown): boolean {
  if (!isMap(shard) || !isCount(shard.index) || !isCount(shard.total)) return false;
  return shard.index >= 1 && shard.index <= shard.total && shard.total <= MOST_SHARDS;
}

function findLoadFault(load: unknown): string | null {
  if (!isMap(load) || !Array.isArray(load.stages) || !isMap(load.config))
    return "its load is not whole";
  if (!isCount(load.requests) || !isCount(load.durationMs)) return "its load is not whole";
  for (const name of Object.keys(TRAFFIC_STAGES)) {
    const config = load.config[name];
    if (config !== null && !(isMap(config) && Number.isFinite(config.forMs))) {
      return `it does not say how ${name} is to be judged`;
    }
  }
  for (const stage of load.stages as unknown[]) {
    if (!isMap(stage) || typeof stage.name !== "string") return "a stage has no name";
    const fault = isMap(stage.result)
      ? findResultFault(stage.name, stage.result)
      : isMap(stage.record)
        ? findRecordFault(stage.record)
        : "is not there";
    if (fault !== null) return `the record of ${stage.name} ${fault}`;
  }
  return null;
}

/** A shared stage is judged from its records alone: a shard says why it has none, and passes nothing. */
function findResultFault(name: string, { checks, series }: Record<string, unknown>): string | null {
  if (!Array.isArray(checks) || !Array.isArray(series)) return "is not whole";
  const passed = checks.some((check) => !isMap(check) || check.verdict === "pass");
  return Object.hasOwn(TRAFFIC_STAGES, name) && passed ? "has passed what nobody recorded" : null;
}
