import type { LoopHealth } from "../load/loop/loop-watch";
import type { Recording } from "../load/recording";
import type { StreamRecording } from "../load/stream-recording";
import type { TrafficRecord } from "../suites/load/traffic/traffic-record";

/**
 * The records of several machines as that of one: every request at its time since the first machine
 * began, in that order. Percentiles, counts and the worth of correlated requests are then those of
 * the whole load; nothing is averaged.
 */
export function mergeRecords(records: readonly TrafficRecord[]): TrafficRecord {
  const [first] = records as [TrafficRecord];
  const startedAtMs = Math.min(...records.map((record) => record.startedAtMs));
  const delays = records.map((record) => record.startedAtMs - startedAtMs);
  const recordings = records.map(({ run }) => run.recording);
  const order = orderOfTime(recordings, delays);
  return {
    run: {
      recording: mergeRecordings(recordings, delays, order),
      health: worstHealth(
        records.map(({ run }) => run.health),
        delays,
      ),
      stopped: records.map(({ run }) => run.stopped).find((stopped) => stopped !== null) ?? null,
      specimens: records.flatMap(({ run }) => run.specimens),
      machines: records.map(({ run }) => run),
    },
    decided: null,
    contradiction:
      records.map(({ contradiction }) => contradiction).find((found) => found !== null) ?? null,
    inputs: Math.max(...records.map(({ inputs }) => inputs)),
    connections: records.reduce((sum, { connections }) => sum + connections, 0),
    evidence: records.flatMap(({ evidence }) => evidence),
    // Every machine asks the same server: one of them is enough.
    server: first.server,
    startedAtMs,
    neverBegan: records.some(({ neverBegan }) => neverBegan),
  };
}

/** How far apart the machines began, milliseconds. */
export function startSkew(records: readonly TrafficRecord[]): number {
  const starts = records.map(({ startedAtMs }) => startedAtMs);
  return Math.max(...starts) - Math.min(...starts);
}

/** For each place of the merged recording, which machine's request stands there, and which of its own. */
type Order = { machine: Uint32Array; index: Uint32Array };

function orderOfTime(recordings: readonly Recording[], delays: readonly number[]): Order {
  const all = recordings.flatMap(({ intended }, machine) =>
    Array.from(intended, (at, index) => ({ at: at + (delays[machine] as number), machine, index })),
  );
  all.sort((a, b) => a.at - b.at);
  return {
    machine: Uint32Array.from(all, ({ machine }) => machine),
    index: Uint32Array.from(all, ({ index }) => index),
  };
}

function mergeRecordings(
  recordings: readonly Recording[],
  delays: readonly number[],
  { machine, index }: Order,
): Recording {
  const pick = (place: number) => ({
    recording: recordings[machine[place] as number] as Recording,
    delay: delays[machine[place] as number] as number,
    i: index[place] as number,
  });
  const times = (name: "intended" | "dispatched" | "written" | "firstByte" | "ended") =>
    Float64Array.from(machine, (_, place) => {
      const { recording, delay, i } = pick(place);
      return (recording[name][i] as number) + delay;
    });
  const numbers = (name: "outcome" | "input") => (_: number, place: number) => {
    const { recording, i } = pick(place);
    return recording[name][i] as number;
  };
  return {
    intended: times("intended"),
    dispatched: times("dispatched"),
    written: times("written"),
    firstByte: times("firstByte"),
    ended: times("ended"),
    outcome: Uint8Array.from(machine, numbers("outcome")),
    input: Uint32Array.from(machine, numbers("input")),
    streams: mergeStreams(recordings, { machine, index }),
  };
}

function mergeStreams(
  recordings: readonly Recording[],
  { machine, index }: Order,
): StreamRecording | null {
  const all = recordings.map(({ streams }) => streams);
  const [first] = all;
  if (!first || all.includes(null)) return null;
  const streams = all as StreamRecording[];
  const values =
    (of: (one: StreamRecording) => Float64Array | Uint8Array) => (_: number, place: number) =>
      of(streams[machine[place] as number] as StreamRecording)[index[place] as number] as number;
  return {
    ttft: Float64Array.from(
      machine,
      values(({ ttft }) => ttft),
    ),
    tpot: Float64Array.from(
      machine,
      values(({ tpot }) => tpot),
    ),
    itl: new Map(
      [...first.itl.keys()].map((p) => [
        p,
        Float64Array.from(
          machine,
          values(({ itl }) => itl.get(p) as Float64Array),
        ),
      ]),
    ),
    tokens: Float64Array.from(
      machine,
      values(({ tokens }) => tokens),
    ),
    estimated: Uint8Array.from(
      machine,
      values(({ estimated }) => estimated),
    ),
  };
}

/** A load is only as sound as its worst generator. */
function worstHealth(health: readonly LoopHealth[], delays: readonly number[]): LoopHealth {
  const stalls: number[] = [];
  health.forEach(({ stallMs }, machine) => {
    const shift = Math.floor((delays[machine] as number) / 1000);
    stallMs.forEach((stall, second) => {
      // A delay of part of a second spreads a second over two.
      for (const at of [second + shift, second + shift + 1]) {
        stalls[at] = Math.max(stalls[at] ?? 0, stall);
      }
    });
  });
  return {
    utilisation: Math.max(...health.map(({ utilisation }) => utilisation)),
    delayP99Ms: Math.max(...health.map(({ delayP99Ms }) => delayP99Ms)),
    stallMs: Float64Array.from(stalls, (stall) => stall ?? 0),
  };
}
