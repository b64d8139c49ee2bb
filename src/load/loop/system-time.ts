import { performance } from "node:perf_hooks";

/** Milliseconds by the system's even clock, which all threads of this process share. */
export function systemMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
}

const ATTEMPTS = 20;

/**
 * What to add to `performance.now()`, which costs less and counts from a start of the thread's own. Of
 * several attempts the one that took least counts: the thread may be put to sleep between two readings.
 */
export function offsetOfPerformanceNow(): number {
  const attempts = Array.from({ length: ATTEMPTS }, () => {
    const before = systemMs();
    const now = performance.now();
    const after = systemMs();
    return { took: after - before, offset: (before + after) / 2 - now };
  });
  return attempts.reduce((best, one) => (one.took < best.took ? one : best)).offset;
}
