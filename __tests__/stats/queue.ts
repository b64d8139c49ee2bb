import type { Random } from "../../src/stats/random";

// Taken once: a look-up of a global is slow inside of jest, and this is millions of them.
const { log1p, max } = Math;

/**
 * Response times of n requests to a queue with one server, in virtual time (Lindley's recursion),
 * after a warm-up. The service rate is 1, so the response time is exponential with rate 1 − load.
 */
export function simulateMm1(n: number, load: number, random: Random, warmUp = 2000): Float64Array {
  const exponential = (rate: number) => -log1p(-random()) / rate;
  const times = new Float64Array(n);
  let wait = 0;
  for (let i = -warmUp; i < n; i++) {
    const service = exponential(1);
    if (i >= 0) times[i] = wait + service;
    wait = max(0, wait + service - exponential(load));
  }
  return times;
}

/** The true quantile of that response time. */
export function mm1Quantile(p: number, load: number): number {
  return -log1p(-p) / (1 - load);
}
