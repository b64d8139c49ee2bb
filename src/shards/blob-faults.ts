import { version } from "../../package.json";
import { OUTCOME } from "../load/outcomes";

const OUTCOMES = new Set<number>(Object.values(OUTCOME));
const TIMES = ["intended", "dispatched", "written", "firstByte", "ended"] as const;

type Fields = Record<string, unknown>;

/**
 * What is wrong with a decoded blob, null where nothing is. It may come from elsewhere, so that
 * nothing is taken from it before its recordings are known to be whole; the finished checks in it are
 * held against the schema of results when they are merged.
 */
export function findBlobFault(value: unknown): string | null {
  if (!isMap(value) || value.blobVersion !== 1) return "it has no blobVersion 1";
  const { tool, shard, load } = value;
  if (!isMap(tool) || tool.version !== version) {
    const theirs = isMap(tool) ? tool.version : undefined;
    return `it was written by infergate ${theirs}, and this is ${version}`;
  }
  if (!isMap(shard) || !isCount(shard.index) || !isCount(shard.total)) return "it names no shard";
  for (const key of ["run", "report", "endpoint"]) {
    if (!isMap(value[key])) return `it has no ${key}`;
  }
  for (const key of ["suites", "finished"])
    if (!Array.isArray(value[key])) return `it has no ${key}`;
  if (typeof value.fingerprint !== "string") return "it has no fingerprint";
  return load === null ? null : findLoadFault(load);
}

function findLoadFault(load: unknown): string | null {
  if (!isMap(load) || !Array.isArray(load.stages) || !isMap(load.config))
    return "its load is not whole";
  for (const stage of load.stages as unknown[]) {
    if (!isMap(stage) || typeof stage.name !== "string") return "a stage has no name";
    if (isMap(stage.result)) continue;
    const fault = isMap(stage.record) ? findRecordFault(stage.record) : "is not there";
    if (fault !== null) return `the record of ${stage.name} ${fault}`;
  }
  return null;
}

function findRecordFault({ run, evidence, startedAtMs }: Fields): string | null {
  if (!isMap(run) || !isMap(run.recording) || !isMap(run.health)) return "is not whole";
  if (!Array.isArray(run.specimens) || !Array.isArray(evidence)) return "is not whole";
  if (!Number.isFinite(startedAtMs) || !(run.health.stallMs instanceof Float64Array)) {
    return "is not whole";
  }
  const { outcome, input } = run.recording;
  if (!(outcome instanceof Uint8Array) || !(input instanceof Uint32Array)) return "has no outcomes";
  if (!outcome.every((one) => OUTCOMES.has(one))) return "has outcomes that are not known";
  for (const name of TIMES) {
    const times = run.recording[name];
    if (!(times instanceof Float64Array) || times.length !== outcome.length) {
      return `has not as many times "${name}" as requests`;
    }
  }
  const intended = run.recording.intended as Float64Array;
  return intended.every((at, i) => at >= (intended[i - 1] ?? 0)) ? null : "is not in order of time";
}

function isMap(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) > 0;
}
