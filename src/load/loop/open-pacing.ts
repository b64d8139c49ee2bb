import type { Recording } from "../recording";
import type { OpenSchedule } from "../schedule";
import type { EmptyRecording, Pacing } from "./pacing";

/**
 * Requests are due at their appointed times, whether or not earlier ones were answered. What is late
 * is sent at once and its lateness recorded, so that a stalled endpoint cannot slow down its own
 * measurement ("coordinated omission").
 */
export class OpenPacing implements Pacing {
  readonly recording: Recording;
  readonly maxInFlight: number;
  readonly rate: number;
  begun = 0;
  private readonly arrivals: Float64Array;

  constructor({ arrivals, inputs, maxInFlight }: OpenSchedule, empty: EmptyRecording) {
    this.arrivals = arrivals;
    this.maxInFlight = maxInFlight;
    this.recording = empty(arrivals, inputs);
    this.rate = (arrivals.length * 1000) / (arrivals.at(-1) ?? 0);
  }

  get exhausted(): boolean {
    return this.begun === this.arrivals.length;
  }

  nextAt(): number {
    return this.arrivals[this.begun] ?? Number.POSITIVE_INFINITY;
  }

  begin(): number {
    return this.begun++;
  }

  ended(): void {}

  finish(): Recording {
    return this.recording;
  }
}
