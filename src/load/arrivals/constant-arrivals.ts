import { expectedRequests, type RateProfile, timeOfRequest } from "./rate-profile";

/** Requests one after the other at the very rate of the profile, the first at its start. */
export function constantArrivals(profile: RateProfile): Float64Array {
  // 0.1 × 30 is a hair more than 3: what is missing at the end must be more than rounding.
  const count = Math.ceil(expectedRequests(profile) - 1e-9);
  return Float64Array.from({ length: count }, (_, i) => timeOfRequest(profile, i));
}
