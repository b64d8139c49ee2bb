import type { Random } from "../src/stats/random";

// Taken once: inside of jest a look-up of a global is slow, and this is millions of them.
const { log1p, max } = Math;

/**
 * Response times of n requests to a queue with one server, in virtual time (Lindley's recursion),
 * after a warm-up. The service rate is 1, so the response time is exponential with rate 1 − load.
 *
 * @param drift by how much service is slower at the end, as a share
 */
export function simulateMm1(n: number, load: number, random: Random, drift = 0): Float64Array {
  const warmUp = 2000;
  const times = new Float64Array(n);
  let wait = 0;
  for (let i = -warmUp; i < n; i++) {
    const service = -log1p(-random()) * (1 + (drift * max(0, i)) / n);
    if (i >= 0) times[i] = wait + service;
    wait = max(0, wait + service + log1p(-random()) / load);
  }
  return times;
}

/** The true quantile of that response time, without drift. */
export function mm1Quantile(p: number, load: number): number {
  return -log1p(-p) / (1 - load);
}
