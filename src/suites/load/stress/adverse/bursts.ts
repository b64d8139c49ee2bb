import type { Recording } from "../../../../load/recording";
import type { SeenRun } from "../../traffic/traffic-record";

export interface MergedArrivals {
  arrivals: Float64Array;
  /** 1 for each that is none of a burst. */
  isOrdinary: Uint8Array;
}

/** Ordinary arrivals with as many more at once, again and again; at the same time the burst comes first. */
export function mergeArrivals(
  ordinary: Float64Array,
  { size, everyMs, forMs }: { size: number; everyMs: number; forMs: number },
): MergedArrivals {
  const bursts = Array.from({ length: Math.ceil(forMs / everyMs) }, (_, burst) => burst * everyMs);
  const all = [
    ...bursts.flatMap((at) => Array.from({ length: size }, () => ({ at, ordinary: 0 }))),
    ...Array.from(ordinary, (at) => ({ at, ordinary: 1 })),
  ].sort((a, b) => a.at - b.at);
  return {
    arrivals: Float64Array.from(all, ({ at }) => at),
    isOrdinary: Uint8Array.from(all, (each) => each.ordinary),
  };
}

/** A run of only its ordinary requests. */
export function ordinaryOf<Run extends SeenRun>(run: Run, isOrdinary: Uint8Array): Run {
  const { streams, ...columns } = run.recording;
  const kept = Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [
      name,
      column.filter((_: number, i: number) => isOrdinary[i] === 1),
    ]),
  ) as Omit<Recording, "streams">;
  return { ...run, recording: { ...kept, streams: null } };
}
