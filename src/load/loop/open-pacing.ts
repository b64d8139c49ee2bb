import type { OpenSchedule } from "../schedule";
import type { Pacing, PacingSetup } from "./pacing";

/**
 * Requests are due at their appointed times, whether or not earlier ones were answered. What is late
 * is sent at once and its lateness recorded, so that a stalled endpoint cannot slow down its own
 * measurement ("coordinated omission"). Several loops take turns: every n-th request is this one's.
 */
export class OpenPacing implements Pacing {
  readonly maxInFlight: number;
  private readonly intended: Float64Array;
  private next: number;

  constructor(
    { maxInFlight }: Pick<OpenSchedule, "maxInFlight">,
    private readonly setup: PacingSetup,
  ) {
    this.maxInFlight = maxInFlight;
    this.intended = setup.recording.intended;
    this.next = setup.share.part;
  }

  get exhausted(): boolean {
    return this.next >= this.intended.length;
  }

  nextAt(): number {
    return this.intended[this.next] ?? Number.POSITIVE_INFINITY;
  }

  begin(): number {
    const index = this.next;
    this.next += this.setup.share.of;
    this.setup.board.begin();
    return index;
  }

  ended(): void {}
}
