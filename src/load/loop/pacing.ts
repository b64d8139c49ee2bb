import type { Recording } from "../recording";
import type { Schedule } from "../schedule";
import { ClosedPacing } from "./closed-pacing";
import { OpenPacing } from "./open-pacing";

/**
 * Decides when the next request is due, and nothing else: how it is sent, timed and judged is the
 * loop's, the same for every model of load.
 */
export interface Pacing {
  readonly recording: Recording;
  readonly maxInFlight: number;
  /** Requests that have begun; their indexes are 0 to one less. */
  readonly begun: number;
  /** No request is due any more, whatever is answered. */
  readonly exhausted: boolean;
  /** Mean rate that is known beforehand, per second; Infinity where none is. */
  readonly rate: number;
  /** When the next request is due, milliseconds from the start; Infinity while none is known. */
  nextAt(): number;
  /** Begins the next request: its index. When it was due and what it sends then stands in the recording. */
  begin(): number;
  /** A request is over. */
  ended(at: number): void;
  /** The recording of all requests that have begun, or were to. */
  finish(): Recording;
}

export function createPacing(schedule: Schedule, inputs: number, empty: EmptyRecording): Pacing {
  return schedule.model === "open"
    ? new OpenPacing(schedule, empty)
    : new ClosedPacing(schedule, inputs, empty);
}

/** Makes the recording, when each request is due and what it sends given. */
export type EmptyRecording = (intended: Float64Array, inputs: Uint32Array) => Recording;
