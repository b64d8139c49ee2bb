/** The percentiles that may have a limit, with the share of requests that may exceed it. */
export const PERCENTILES = [
  { name: "p50", p: 0.5, mayExceed: 0.5 },
  { name: "p95", p: 0.95, mayExceed: 0.05 },
  { name: "p99", p: 0.99, mayExceed: 0.01 },
] as const;
export type Percentile = (typeof PERCENTILES)[number];
