import { type Random, randomStream } from "../../stats/random";
import type { ClosedSchedule } from "../schedule";
import type { Pacing, PacingSetup } from "./pacing";

/**
 * A request is due when one of the users is ready, and every answer sends its user thinking. Users are
 * alike, so only the times count at which they are ready. The first requests follow a pause, too: users
 * who all began at once would be a burst that the rest of the run does not have. Several loops have
 * users of their own and number their requests together.
 */
export class ClosedPacing implements Pacing {
  readonly maxInFlight: number;
  /** Users who will send again. */
  private active: number;
  /** When each idle user is ready, the next one last. */
  private readonly ready: number[] = [];
  private readonly pauses: Random;
  private readonly choices: Random;

  constructor(
    private readonly schedule: ClosedSchedule,
    private readonly setup: PacingSetup,
  ) {
    const { users, seed } = schedule;
    const { part, of } = setup.share;
    this.maxInFlight = users;
    this.active = Math.ceil((users - part) / of);
    this.pauses = randomStream(seed, `load/closed/pauses/${part}`);
    this.choices = randomStream(seed, `load/closed/inputs/${part}`);
    for (let user = this.active; user > 0; user--) this.ended(0);
  }

  get exhausted(): boolean {
    return this.active === 0 || this.setup.board.begun >= this.schedule.mostRequests;
  }

  nextAt(): number {
    const at = this.ready.at(-1);
    return at === undefined || this.exhausted ? Number.POSITIVE_INFINITY : at;
  }

  /** As if answers took no time: the least that it can be. */
  gapMs(): number {
    return this.schedule.thinkMs / this.active;
  }

  begin(): number | null {
    const { recording, board, inputs } = this.setup;
    const index = board.begin();
    if (index >= this.schedule.mostRequests) return null;
    recording.intended[index] = this.ready.pop() as number;
    recording.input[index] = Math.floor(this.choices() * inputs);
    return index;
  }

  ended(at: number): void {
    const readyAt = at + this.pauseMs();
    if (readyAt < this.schedule.forMs) this.ready.splice(this.placeOf(readyAt), 0, readyAt);
    else this.active -= 1;
  }

  private pauseMs(): number {
    const { thinkMs } = this.schedule;
    // Inversion: −ln(1 − U) is exponential with mean 1; 1 − U is never 0.
    return thinkMs === 0 ? 0 : -Math.log(1 - this.pauses()) * thinkMs;
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
}
