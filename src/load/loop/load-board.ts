import type { LoadRun } from "../generator";

const CELL = { inFlight: 0, begun: 1, unanswered: 2, anyAnswered: 3, stop: 4 } as const;

/** Why a run ends before its schedule; its place here is its number on the board. */
const STOPS = [null, "unanswered", "interrupted", "decided"] as const;

/**
 * The counters that the loops of one run share, whatever thread they run in, and by which they are
 * told to stop. The first reason to stop is the one that counts.
 */
export class LoadBoard {
  private readonly cells: Int32Array;

  constructor(readonly memory = new SharedArrayBuffer(4 * Object.keys(CELL).length)) {
    this.cells = new Int32Array(memory);
  }

  /** Takes one of the places in flight, if one is left. */
  enter(most: number): boolean {
    if (Atomics.add(this.cells, CELL.inFlight, 1) < most) return true;
    this.leave();
    return false;
  }

  leave(): void {
    Atomics.sub(this.cells, CELL.inFlight, 1);
  }

  /** Begins a request; how many had begun before. */
  begin(): number {
    return Atomics.add(this.cells, CELL.begun, 1);
  }

  get begun(): number {
    return Atomics.load(this.cells, CELL.begun);
  }

  answered(): void {
    Atomics.store(this.cells, CELL.anyAnswered, 1);
  }

  /** Counts a request that ended without an answer; how many there are while none was answered at all. */
  unanswered(): number {
    const count = Atomics.add(this.cells, CELL.unanswered, 1) + 1;
    return Atomics.load(this.cells, CELL.anyAnswered) === 1 ? 0 : count;
  }

  stop(reason: NonNullable<LoadRun["stopped"]>): void {
    Atomics.compareExchange(this.cells, CELL.stop, 0, STOPS.indexOf(reason));
  }

  get stopped(): LoadRun["stopped"] {
    return STOPS[Atomics.load(this.cells, CELL.stop)] ?? null;
  }
}
