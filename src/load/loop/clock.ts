/** The time of a load loop: this machine's, or that of a simulation. */
export interface LoadClock {
  /** Milliseconds of a clock that runs evenly; only differences mean something. */
  now(): number;
  /**
   * Calls at that time or as little later as can be, once; a new call takes the place of the one before.
   *
   * @param exact whether half a millisecond is worth some CPU time
   */
  wakeAt(at: number, wake: () => void, exact: boolean): void;
  /** Calls when what has come over the network by now has been read. */
  soon(run: () => void): void;
  /** No call comes any more. */
  stop(): void;
}
