/** When requests start. Plain data, made before the first request is sent, so that a worker can be given it. */
export type Schedule = OpenSchedule | ClosedSchedule;

/** Requests start at their appointed times, whether or not earlier ones were answered. */
export interface OpenSchedule {
  model: "open";
  /** Milliseconds from the start, ascending. */
  arrivals: Float64Array;
  /** For each arrival, which of the requests it sends. */
  inputs: Uint32Array;
  /** Further requests are dropped and counted. */
  maxInFlight: number;
}

/**
 * So many users, each of whom sends a request, waits for its answer, thinks, and sends the next. A
 * request's intended start is the moment at which its user is ready.
 */
export interface ClosedSchedule {
  model: "closed";
  users: number;
  /** No request starts after so many milliseconds; those in flight are awaited. */
  forMs: number;
  /** Mean of the pause between an answer and the next request, exponential; 0 for none. */
  thinkMs: number;
  /** Of thinking and of the choice of inputs. */
  seed: number;
  /** The run ends where so many requests were sent before its time. */
  mostRequests: number;
}
