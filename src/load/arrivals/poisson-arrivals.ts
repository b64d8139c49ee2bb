import { expectedRequests, type RateProfile, steady, timeOfRequest } from "./rate-profile";

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
  return poissonProcess(random, steady(rate, durationMs));
}

/** The same where the rate changes: a unit-rate process, its time changed by the profile. */
export function poissonProcess(random: () => number, profile: RateProfile): Float64Array {
  const arrivals: number[] = [];
  const end = expectedRequests(profile);
  // Inversion: −ln(1 − U) is exponential with mean 1; 1 − U is never 0.
  const gap = () => -Math.log(1 - random());
  for (let at = gap(); at < end; at += gap()) arrivals.push(timeOfRequest(profile, at));
  return Float64Array.from(arrivals);
}
