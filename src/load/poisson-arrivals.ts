/**
 * When requests are to start, in milliseconds from the start of the stage: a Poisson process, whose
 * gaps are independent and exponential. Computed ahead and absolute, so that a late request delays
 * no other and the same seed gives the same schedule.
 *
 * @param random uniform numbers in [0, 1)
 * @param rate requests per second
 */
export function poissonArrivals(
  random: () => number,
  rate: number,
  durationMs: number,
): Float64Array {
  const arrivals: number[] = [];
  const meanGapMs = 1000 / rate;
  // Inversion: −ln(1 − U) is exponential with mean 1; 1 − U is never 0.
  const gap = () => -Math.log(1 - random()) * meanGapMs;
  for (let at = gap(); at < durationMs; at += gap()) arrivals.push(at);
  return Float64Array.from(arrivals);
}
