import type { OpenSchedule } from "../schedule";
import type { Pacing, PacingSetup } from "./pacing";

/** So many requests tell the rate of the moment. */
const AHEAD = 16;

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

  gapMs(): number {
    const { of } = this.setup.share;
    const ahead = Math.min(AHEAD, Math.floor((this.intended.length - 1 - this.next) / of));
    const last = this.intended[this.next + ahead * of] as number;
    return ahead > 0 ? (last - this.nextAt()) / ahead : Number.POSITIVE_INFINITY;
  }

  begin(): number {
    const index = this.next;
    this.next += this.setup.share.of;
    this.setup.board.begin();
    return index;
  }

  ended(): void {}
}
