import type { StreamPlan } from "./load-plan";
import { OUTCOME, type Outcome } from "./outcomes";
import type { Schedule } from "./schedule";
import { shared, unsetTimes } from "./shared-columns";
import { createStreamRecording, type StreamRecording, trimStreams } from "./stream-recording";

/**
 * What happened to each request of a stage, by its place in the schedule. Times are milliseconds
 * from the start of the stage, NaN where the event did not happen. Typed arrays in shared memory:
 * recording costs nanoseconds, nothing is rounded into buckets, and each worker writes at the place of
 * its own requests, so that nothing is copied or merged.
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

/** An empty recording. The times and inputs are copied; for a closed schedule they are not known yet. */
export function createRecording(
  arrivals: Float64Array,
  inputs: Uint32Array,
  stream: StreamPlan | null = null,
): Recording {
  const requests = arrivals.length;
  const intended = shared(Float64Array, requests);
  const input = shared(Uint32Array, requests);
  intended.set(arrivals);
  input.set(inputs);
  return {
    intended,
    dispatched: unsetTimes(requests),
    written: unsetTimes(requests),
    firstByte: unsetTimes(requests),
    ended: unsetTimes(requests),
    outcome: shared(Uint8Array, requests),
    input,
    streams: stream ? createStreamRecording(requests, stream) : null,
  };
}

export function recordingOf(schedule: Schedule, stream: StreamPlan | null): Recording {
  if (schedule.model === "open") {
    return createRecording(schedule.arrivals, schedule.inputs, stream);
  }
  const { mostRequests } = schedule;
  return createRecording(
    new Float64Array(mostRequests).fill(Number.NaN),
    new Uint32Array(mostRequests),
    stream,
  );
}

/** The first so many requests of a recording that may have room for more; shares its memory. */
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
  // The outcome comes last: who reads while the load runs and finds one, finds its times, too.
  recording.outcome[index] = outcome;
  return true;
}
