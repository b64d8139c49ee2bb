import type { ShardBlob } from "../../src/shards/blob";
import { findBlobFault } from "../../src/shards/blob-faults";
import { mergeBlobs } from "../../src/shards/merge-blobs";
import type { TrafficRecord } from "../../src/suites/load/traffic/traffic-record";
import { check } from "../../src/verdict/check";
import { soundBlobs, soundRecord } from "./blobs";

const recordOf = (blob: ShardBlob): TrafficRecord => {
  const [stage] = blob.load?.stages ?? [];
  if (!stage || !("record" in stage)) throw new Error("there is no record");
  return stage.record;
};

/** The same run with one thing wrong on its last shard. */
function broken(change: (blob: ShardBlob) => void, total = 4): ShardBlob[] {
  const blobs = soundBlobs(total);
  change(blobs.at(-1) as ShardBlob);
  return blobs;
}

const setLoad = (blob: ShardBlob, more: Partial<NonNullable<ShardBlob["load"]>>) => {
  blob.load = { ...(blob.load as NonNullable<ShardBlob["load"]>), ...more };
};

test("sound shards are a pass", () => {
  const blobs = soundBlobs(4);
  expect(blobs.map(findBlobFault)).toEqual([null, null, null, null]);
  expect(mergeBlobs(blobs)).toMatchObject({ verdict: "pass", run: { shards: 4 } });
});

describe("what is not one run is an error and says why", () => {
  test.each<[string, (blob: ShardBlob) => void, RegExp]>([
    [
      "a shard without its part",
      (blob) => setLoad(blob, { stages: [] }),
      /shard 4 of 4 has no part of performance/,
    ],
    [
      "limits of another config under the same fingerprint",
      (blob) => {
        const { config } = blob.load as NonNullable<ShardBlob["load"]>;
        const performance = config.performance as NonNullable<typeof config.performance>;
        setLoad(blob, { config: { ...config, performance: { ...performance, rate: 7 } } });
      },
      /shard 4 of 4 had another config/,
    ],
    [
      "another number of inputs",
      (blob) => {
        recordOf(blob).inputs = 4;
      },
      /4 and 5 different inputs/,
    ],
    [
      "a start seconds later",
      (blob) => {
        recordOf(blob).startedAtMs += 3000;
      },
      /began 3.0 s apart/,
    ],
    [
      "a generator that was the limit",
      (blob) => {
        recordOf(blob).run.health.utilisation = 0.95;
      },
      /shard 4: its thread was busy 95/,
    ],
  ])("%s", (_, change, why) => {
    const result = mergeBlobs(broken(change));
    expect(result.verdict).toBe("error");
    expect(result.suites[0]?.checks.map(({ message }) => message).join()).toMatch(why);
  });

  test("one of two hundred shards that could not keep up", () => {
    const blobs = soundBlobs(200);
    const last = blobs.at(-1) as ShardBlob;
    setLoad(last, { stages: [{ name: "performance", record: soundRecord(5, 900) }] });
    const result = mergeBlobs(blobs);
    expect(result.verdict).toBe("error");
    expect(result.reason).toMatch(/shard 200: /);
  });
});

test("a start that differs by less than a second is no fault of the generator", () => {
  const blobs = broken((blob) => {
    recordOf(blob).startedAtMs += 900;
  }, 2);
  expect(mergeBlobs(blobs).verdict).toBe("pass");
});

describe("a blob that is not whole is refused", () => {
  test.each<[string, (blob: ShardBlob, record: TrafficRecord) => void]>([
    ["shard 5 of 4", (blob) => Object.assign(blob.shard, { index: 5 })],
    ["a billion shards", (blob) => Object.assign(blob.shard, { total: 1e9 })],
    ["no utilisation", (_, { run }) => Object.assign(run.health, { utilisation: Number.NaN })],
    ["no delay", (_, { run }) => Object.assign(run.health, { delayP99Ms: undefined })],
    ["a stall without end", (_, { run }) => run.health.stallMs.fill(Number.POSITIVE_INFINITY)],
    ["a request that is never due", (_, { run }) => run.recording.intended.fill(Infinity, 9)],
    ["a request that is due next year", (_, { run }) => run.recording.intended.fill(3e10, 9)],
    ["an answer before its request", (_, { run }) => run.recording.ended.fill(-1e6)],
    ["a right answer that never ended", (_, { run }) => run.recording.ended.fill(Number.NaN)],
    ["an unknown end", (_, { run }) => Object.assign(run, { stopped: "well" })],
    ["no number of inputs", (_, record) => Object.assign(record, { inputs: "5" })],
    ["no samples", (_, record) => Object.assign(record, { server: {} })],
    ["a config of nothing", (blob) => Object.assign(blob.load?.config ?? {}, { performance: 1 })],
    ["no mode of comments", (blob) => Object.assign(blob.report, { comment: "constructor" })],
    ["no word on what is inconclusive", (blob) => Object.assign(blob, { report: {} })],
    ["unknown suites", (blob) => Object.assign(blob, { suites: ["toString"] })],
    [
      "streams of another length",
      (_, { run }) => {
        const one = new Float64Array(1);
        const itl = new Map([[0.95, one]]);
        const estimated = new Uint8Array(1);
        run.recording.streams = { ttft: one, tpot: one, itl, tokens: one, estimated };
      },
    ],
    [
      "a pass of what was to be recorded",
      (blob) => {
        const passed = check({ id: "a/b", title: "t", verdict: "pass", message: "m" });
        const result = { checks: [passed], series: [] };
        setLoad(blob, { stages: [{ name: "performance", result }] });
      },
    ],
  ])("%s", (_, change) => {
    const blobs = broken((blob) => change(blob, recordOf(blob)));
    expect(findBlobFault(blobs.at(-1))).not.toBeNull();
  });
});
