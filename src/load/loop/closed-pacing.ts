import { type Random, randomStream } from "../../stats/random";
import { type Recording, trimRecording } from "../recording";
import type { ClosedSchedule } from "../schedule";
import type { EmptyRecording, Pacing } from "./pacing";

/**
 * A request is due when one of the users is ready, and every answer sends its user thinking. Users are
 * alike, so only the times count at which they are ready. The first requests follow a pause, too: users
 * who all began at once would be a burst that the rest of the run does not have.
 */
export class ClosedPacing implements Pacing {
  readonly recording: Recording;
  readonly maxInFlight: number;
  readonly rate = Number.POSITIVE_INFINITY;
  begun = 0;
  /** Users who will send again. */
  private active: number;
  /** When each idle user is ready, the next one last. */
  private readonly ready: number[] = [];
  private readonly think: () => number;
  private readonly choose: Random;

  constructor(
    private readonly schedule: ClosedSchedule,
    private readonly inputs: number,
    empty: EmptyRecording,
  ) {
    const { users, thinkMs, seed, mostRequests } = schedule;
    const pauses = randomStream(seed, "load/closed/pauses");
    this.maxInFlight = users;
    this.active = users;
    this.recording = empty(
      new Float64Array(mostRequests).fill(Number.NaN),
      new Uint32Array(mostRequests),
    );
    // Inversion: −ln(1 − U) is exponential with mean 1; 1 − U is never 0.
    this.think = thinkMs === 0 ? () => 0 : () => -Math.log(1 - pauses()) * thinkMs;
    this.choose = randomStream(seed, "load/closed/inputs");
    for (let user = 0; user < users; user++) this.ended(0);
  }

  get exhausted(): boolean {
    return this.begun === this.schedule.mostRequests || this.active === 0;
  }

  nextAt(): number {
    if (this.begun === this.schedule.mostRequests) return Number.POSITIVE_INFINITY;
    return this.ready.at(-1) ?? Number.POSITIVE_INFINITY;
  }

  begin(): number {
    const index = this.begun++;
    this.recording.intended[index] = this.ready.pop() as number;
    this.recording.input[index] = Math.floor(this.choose() * this.inputs);
    return index;
  }

  ended(at: number): void {
    const readyAt = at + this.think();
    if (readyAt < this.schedule.forMs) this.ready.splice(this.placeOf(readyAt), 0, readyAt);
    else this.active -= 1;
  }

  /** Before all who are ready sooner, by bisection; of two at once, the one who waits longer comes first. */
  private placeOf(readyAt: number): number {
    let [low, high] = [0, this.ready.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.ready[middle] as number) > readyAt) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  finish(): Recording {
    return trimRecording(this.recording, this.begun);
  }
}
