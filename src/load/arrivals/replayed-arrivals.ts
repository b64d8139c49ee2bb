/**
 * The times of a capture as the times of a schedule: the traffic's own bursts and lulls.
 *
 * @param offsetsMs milliseconds from the first request of the capture, in any order
 * @param forMs later requests are left out
 */
export function replayedArrivals(offsetsMs: Float64Array, forMs: number): Float64Array {
  return offsetsMs.filter((at) => at < forMs).sort();
}
