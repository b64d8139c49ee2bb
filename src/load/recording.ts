import type { StreamPlan } from "./load-plan";
import { OUTCOME, type Outcome } from "./outcomes";
import { createStreamRecording, type StreamRecording, trimStreams } from "./stream-recording";

/**
 * What happened to each request of a stage, by its place in the schedule. Times are milliseconds
 * from the start of the stage, NaN where the event did not happen. Plain typed arrays: recording
 * costs nanoseconds, nothing is rounded into buckets, and a worker can hand them over.
 */
export interface Recording {
  /** When the schedule wanted the request to start. */
  intended: Float64Array;
  /** When the generator handed it to the HTTP client. */
  dispatched: Float64Array;
  /** When a connection took it. */
  written: Float64Array;
  /** When the head of the answer was read. */
  firstByte: Float64Array;
  /** When it was over: answered, given up, or dropped. */
  ended: Float64Array;
  outcome: Uint8Array;
  /** Which of the inputs it carried. */
  input: Uint32Array;
  /** Null where no streams were asked for. */
  streams: StreamRecording | null;
}

export function createRecording(
  arrivals: Float64Array,
  inputs: Uint32Array,
  stream: StreamPlan | null = null,
): Recording {
  const unset = () => new Float64Array(arrivals.length).fill(Number.NaN);
  return {
    intended: arrivals,
    dispatched: unset(),
    written: unset(),
    firstByte: unset(),
    ended: unset(),
    outcome: new Uint8Array(arrivals.length),
    input: inputs,
    streams: stream ? createStreamRecording(arrivals.length, stream) : null,
  };
}

/** The first so many requests of a recording that has room for more; shares its memory. */
export function trimRecording(recording: Recording, requests: number): Recording {
  const { streams, ...columns } = recording;
  const cut = Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, column.subarray(0, requests)]),
  );
  return { ...(cut as typeof columns), streams: streams && trimStreams(streams, requests) };
}

/** Notes the end of a request. The first end counts: an answer after the deadline changes nothing. */
export function recordEnd(
  recording: Recording,
  index: number,
  at: number,
  outcome: Outcome,
): boolean {
  if (recording.outcome[index] !== OUTCOME.open) return false;
  recording.ended[index] = at;
  recording.outcome[index] = outcome;
  return true;
}
