import type { Recording } from "../recording";
import type { Schedule } from "../schedule";
import { ClosedPacing } from "./closed-pacing";
import type { LoadBoard } from "./load-board";
import { OpenPacing } from "./open-pacing";

/**
 * Decides when the next request of a loop is due, and nothing else: how it is sent, timed and judged
 * is the loop's, the same for every model of load.
 */
export interface Pacing {
  /** Requests of all loops together that may be in flight; what comes on top of them is dropped. */
  readonly maxInFlight: number;
  /** No request of this loop is due any more, whatever is answered. */
  readonly exhausted: boolean;
  /** When the next request is due, milliseconds from the start; Infinity while none is known. */
  nextAt(): number;
  /** The mean time from one request of this loop to the next, about now, milliseconds. */
  gapMs(): number;
  /**
   * Begins the next request: its index in the recording, where it stands when it was due and what it
   * sends. Null where another loop has just begun the last one.
   */
  begin(): number | null;
  /** A request of this loop is over. */
  ended(at: number): void;
}

/** One of so many loops that run a schedule together; the first part is 0. */
export interface Share {
  part: number;
  of: number;
}

/** An open schedule without its times and inputs, which stand in the recording. */
export type Plan =
  | Omit<Schedule & { model: "open" }, "arrivals" | "inputs">
  | (Schedule & { model: "closed" });

export interface PacingSetup {
  recording: Recording;
  board: LoadBoard;
  share: Share;
  /** Distinct requests to choose from. */
  inputs: number;
}

export function createPacing(plan: Plan, setup: PacingSetup): Pacing {
  return plan.model === "open" ? new OpenPacing(plan, setup) : new ClosedPacing(plan, setup);
}
