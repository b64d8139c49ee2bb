import { assembleResult } from "../run/assemble-result";
import { reasonOf } from "../suites/finish-suite";
import { check } from "../verdict/check";
import { combine } from "../verdict/combine";
import type { GateResult, RunInfo, SuiteName, SuiteResult } from "../verdict/result";
import type { ShardBlob } from "./blob";
import { judgeStage } from "./judge-stage";
import { findShardFaults } from "./shard-faults";

/** Judges the blobs of all shards as one run. At least one blob. */
export function mergeBlobs(blobs: readonly ShardBlob[]): GateResult {
  const sorted = blobs.toSorted((a, b) => a.shard.index - b.shard.index);
  const [first] = sorted as [ShardBlob];
  const { suites, endpoint, baseline } = first;
  const run = runOf(sorted);
  const faults = findShardFaults(sorted);
  if (faults.length > 0) {
    const all = suites.map((name) => notOneRun(name, faults.join("; ")));
    return assembleResult(run, endpoint, baseline, all);
  }
  const unusable = sorted.find(({ load }) => load === null && suites.includes("load"));
  const results = unusable
    ? unusable.finished
    : suites.map((name) =>
        name === "load"
          ? judgeLoad(sorted)
          : (first.finished.find((suite) => suite.name === name) ??
            notOneRun(name, "shard 1 did not run it")),
      );
  return assembleResult(run, endpoint, baseline, results);
}

function runOf(blobs: readonly ShardBlob[]): RunInfo {
  const [first] = blobs as [ShardBlob];
  const starts = blobs.map(({ run }) => Date.parse(run.startedAt));
  const ends = blobs.map(({ run }) => Date.parse(run.startedAt) + run.durationMs);
  return {
    ...first.run,
    startedAt: new Date(Math.min(...starts)).toISOString(),
    durationMs: Math.max(...ends) - Math.min(...starts),
    shards: first.shard.total,
  };
}

function notOneRun(name: SuiteName, reason: string): SuiteResult {
  const shards = check({
    id: `${name}/shards`,
    title: "Every shard of the run is there, once",
    verdict: "error",
    message: reason,
    hint: "Run the shards again that are missing, with the same config and seed, and merge all of them.",
  });
  return {
    name,
    verdict: "error",
    reason,
    durationMs: 0,
    requests: 0,
    checks: [shards],
    series: [],
  };
}

function judgeLoad(blobs: readonly ShardBlob[]): SuiteResult {
  const loads = blobs.flatMap(({ load }) => load ?? []);
  const [first] = loads;
  const parts = (first?.stages ?? []).map(({ name }) => judgeStage(blobs, name));
  const checks = parts.flatMap((part) => part.checks);
  return {
    name: "load",
    verdict: combine(checks.map(({ verdict }) => verdict)),
    reason: reasonOf(checks),
    durationMs: Math.max(0, ...loads.map(({ durationMs }) => durationMs)),
    requests: loads.reduce((sum, { requests }) => sum + requests, 0),
    checks,
    series: parts.flatMap(({ series }) => series),
  };
}
