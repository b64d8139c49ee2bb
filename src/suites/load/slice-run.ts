import type { Recording } from "../../load/recording";
import type { SeenRun } from "./traffic/traffic-record";

/** The requests of a run from one place in its schedule up to another; shares their memory. */
export function sliceRun<Run extends SeenRun>(run: Run, from: number, to: number): Run {
  const { streams, ...columns } = run.recording;
  const cut = Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, column.subarray(from, to)]),
  ) as Omit<Recording, "streams">;
  return { ...run, recording: { ...cut, streams: null } };
}
