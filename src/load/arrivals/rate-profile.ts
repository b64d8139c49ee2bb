/** A part of a stage in which the mean rate of requests is constant or changes linearly. */
export interface RatePiece {
  forMs: number;
  /** Requests per second at its start and at its end. */
  from: number;
  to: number;
}

/** How the mean rate changes over a stage, piece after piece. */
export type RateProfile = readonly RatePiece[];

export function steady(rate: number, forMs: number): RateProfile {
  return [{ forMs, from: rate, to: rate }];
}

/** Requests that the profile makes on average: the integral of the rate. */
export function expectedRequests(profile: RateProfile): number {
  return profile.reduce((sum, piece) => sum + requestsOf(piece), 0);
}

/**
 * When the profile has made so many requests on average, in milliseconds from its start: the inverse
 * of the integrated rate Λ. A process with unit rate becomes one with this rate where its times are
 * mapped so (time change; Çınlar, Introduction to Stochastic Processes, 1975, ch. 4.7).
 *
 * @returns Infinity past the end of the profile
 */
export function timeOfRequest(profile: RateProfile, requests: number): number {
  let left = requests;
  let startMs = 0;
  for (const piece of profile) {
    const made = requestsOf(piece);
    if (left < made) return startMs + timeWithin(piece, left);
    left -= made;
    startMs += piece.forMs;
  }
  return Number.POSITIVE_INFINITY;
}

function requestsOf({ forMs, from, to }: RatePiece): number {
  return ((from + to) / 2) * (forMs / 1000);
}

/** Solves from·t + (to − from)/(2T)·t² = requests for t, in the form that stays exact for small slopes. */
function timeWithin({ forMs, from, to }: RatePiece, requests: number): number {
  const seconds = forMs / 1000;
  const slope = (to - from) / seconds;
  const root = Math.sqrt(Math.max(0, from * from + 2 * slope * requests));
  return requests === 0 ? 0 : ((2 * requests) / (from + root)) * 1000;
}
