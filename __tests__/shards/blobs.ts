import { version } from "../../package.json";
import { DEFAULT_PERFORMANCE } from "../../src/config/defaults";
import type { PerformanceConfig } from "../../src/config/types";
import { OUTCOME } from "../../src/load/outcomes";
import { createRecording, recordEnd } from "../../src/load/recording";
import type { ShardBlob } from "../../src/shards/blob";
import type { TrafficRecord } from "../../src/suites/load/traffic/traffic-record";

export const PERFORMANCE: PerformanceConfig = {
  ...DEFAULT_PERFORMANCE,
  rate: 100,
  forMs: 10_000,
};

/** What a shard that kept up saw of a server that is always right: so many requests, evenly spread. */
export function soundRecord(requests: number, lateMs = 0.1): TrafficRecord {
  const gapMs = PERFORMANCE.forMs / requests;
  const recording = createRecording(
    Float64Array.from({ length: requests }, (_, i) => i * gapMs),
    Uint32Array.from({ length: requests }, (_, i) => i % 5),
  );
  recording.intended.forEach((at, i) => {
    recording.dispatched[i] = at + lateMs;
    recording.written[i] = at + lateMs;
    recording.firstByte[i] = at + lateMs + 5;
    recordEnd(recording, i, at + lateMs + 5, OUTCOME.right);
  });
  return {
    run: {
      recording,
      health: { utilisation: 0.2, delayP99Ms: 3, stallMs: new Float64Array(10) },
      stopped: null,
      specimens: [],
    },
    decided: null,
    contradiction: null,
    inputs: 5,
    connections: 3,
    evidence: [],
    server: null,
    startedAtMs: 1_764_000_000_000,
    neverBegan: false,
  };
}

/** A sound run of a load test by so many shards. */
export function soundBlobs(total: number): ShardBlob[] {
  const endpoint = {
    url: "http://127.0.0.1:1",
    protocol: "oip-v2",
    evidence: "named",
    model: "m",
    version: null,
  } as unknown as ShardBlob["endpoint"];
  return Array.from({ length: total }, (_, i) => ({
    blobVersion: 1,
    tool: { name: "infergate", version },
    shard: { index: i + 1, total },
    run: {
      id: "run",
      startedAt: "2026-01-01T00:00:00.000Z",
      durationMs: 1,
      seed: 1,
      commit: null,
      baseCommit: null,
      shards: null,
    } as unknown as ShardBlob["run"],
    fingerprint: "same",
    endpoint,
    baseline: null,
    report: { comment: "on-change", onInconclusive: "fail" },
    suites: ["load"],
    finished: [],
    load: {
      durationMs: 1,
      requests: 1000 / total,
      config: { performance: PERFORMANCE, endurance: null },
      stages: [{ name: "performance", record: soundRecord(1000 / total) }],
    },
  }));
}
