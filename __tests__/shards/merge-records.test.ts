import { OUTCOME } from "../../src/load/outcomes";
import { createRecording, recordEnd } from "../../src/load/recording";
import { createStreamRecording } from "../../src/load/stream-recording";
import type { ShardBlob } from "../../src/shards/blob";
import { decodeBlob, encodeBlob } from "../../src/shards/blob-codec";
import { mergeRecords } from "../../src/shards/merge-records";
import { quantile } from "../../src/stats/percentile";
import { randomStream } from "../../src/stats/random";
import type { TrafficRecord } from "../../src/suites/load/traffic/traffic-record";

interface Seen {
  at: number;
  ms: number;
  outcome: number;
}

function recordOf(seen: readonly Seen[], more: Partial<TrafficRecord> = {}): TrafficRecord {
  const recording = createRecording(
    Float64Array.from(seen, ({ at }) => at),
    Uint32Array.from(seen, (_, i) => i % 5),
  );
  seen.forEach(({ at, ms, outcome }, i) => {
    recording.dispatched[i] = at + 0.1;
    recording.written[i] = at + 0.2;
    recording.firstByte[i] = at + ms / 2;
    recordEnd(recording, i, at + ms, outcome as never);
  });
  return {
    run: {
      recording,
      health: { utilisation: 0.2, delayP99Ms: 3, stallMs: Float64Array.from([1, 2]) },
      stopped: null,
      specimens: [],
    },
    decided: null,
    contradiction: null,
    inputs: 5,
    connections: 3,
    evidence: [],
    server: null,
    startedAtMs: 1_000_000,
    neverBegan: false,
    ...more,
  };
}

const random = randomStream(1, "merge");
const whole: Seen[] = Array.from({ length: 2000 }, (_, i) => ({
  at: i * 3 + random(),
  ms: -20 * Math.log(1 - random()),
  outcome: random() < 0.02 ? OUTCOME.refused : OUTCOME.right,
}));

test("the parts of a load make the whole again, to the last bit", () => {
  const owners = whole.map(() => Math.floor(random() * 4));
  const parts = [0, 1, 2, 3].map((part) => whole.filter((_, i) => owners[i] === part));
  const one = recordOf(whole).run.recording;
  const merged = mergeRecords(parts.map((part) => recordOf(part)));
  const { recording } = merged.run;
  for (const name of [
    "intended",
    "dispatched",
    "written",
    "firstByte",
    "ended",
    "outcome",
  ] as const) {
    expect(recording[name]).toEqual(one[name]);
  }
  expect(merged.connections).toBe(12);
  const p99 = ({ ended, intended }: typeof one) =>
    quantile(ended.map((end, i) => end - (intended[i] as number)).sort(), 0.99);
  expect(p99(recording)).toBe(p99(one));
});

test("machines that began later are set later", () => {
  const early = recordOf([{ at: 0, ms: 5, outcome: OUTCOME.right }]);
  const late = recordOf(
    [
      { at: 0, ms: 7, outcome: OUTCOME.right },
      { at: 9, ms: 7, outcome: OUTCOME.right },
    ],
    { startedAtMs: 1_000_250 },
  );
  const { recording, health } = mergeRecords([late, early]).run;
  expect([...recording.intended]).toEqual([0, 250, 259]);
  expect([...recording.ended]).toEqual([5, 257, 266]);
  // A quarter of a second spreads its seconds over the next ones.
  expect([...health.stallMs]).toEqual([1, 2, 2]);
});

test("the worst generator counts for all", () => {
  const busy = recordOf(whole.slice(0, 5));
  busy.run.health = { utilisation: 0.9, delayP99Ms: 1, stallMs: Float64Array.from([0, 0, 40]) };
  const { health } = mergeRecords([recordOf(whole.slice(5, 9)), busy]).run;
  expect(health).toMatchObject({ utilisation: 0.9, delayP99Ms: 3 });
  expect([...health.stallMs]).toEqual([1, 2, 40, 40]);
});

test("a recording comes through a blob as it was, streams and what did not happen too", () => {
  const record = recordOf(whole.slice(0, 9));
  record.run.recording.streams = createStreamRecording(9, { gapPercentiles: [0.95] });
  record.run.recording.streams.ttft[3] = 1 / 3;
  const blob = { load: { stages: [{ name: "performance", record }] } } as unknown as ShardBlob;
  expect(decodeBlob(encodeBlob(blob))).toEqual(blob);
});

test("a recording in memory that threads share comes through as well", () => {
  const record = recordOf(whole.slice(0, 2));
  const shared = new Float64Array(new SharedArrayBuffer(16));
  shared.set([1, 2]);
  record.run.recording.ended = shared;
  const decoded = decodeBlob(encodeBlob({ record } as unknown as ShardBlob)) as {
    record: TrafficRecord;
  };
  expect([...decoded.record.run.recording.ended]).toEqual([1, 2]);
});

test.each([
  ['{"a":{"$array":"f64","base64":"AAAA"}}', "cut off"],
  ['{"a":{"$array":"constructor","base64":"AAAA"}}', "no known kind"],
  ['{"a":{"$array":"f64","base64":7}}', "no known kind"],
])("%s is refused", (text, why) => {
  expect(() => decodeBlob(text)).toThrow(why);
});
