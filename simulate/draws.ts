import { binomialCdf } from "../src/stats/distributions/binomial";
import { normalQuantile } from "../src/stats/distributions/normal";
import type { Random } from "../src/stats/random";

export function normal(random: Random): number {
  return normalQuantile(random() || 0.5);
}

/** Skewed as latencies are: the logarithm is normal with this standard deviation, the median is 1. */
export function lognormal(random: Random, sigma: number): number {
  return Math.exp(sigma * normal(random));
}

export function sample(n: number, draw: () => number): Float64Array {
  return Float64Array.from({ length: n }, draw);
}

/** First-order autoregressive series of variance 1. */
export function autoregressive(n: number, phi: number, random: Random): Float64Array {
  let state = normal(random);
  return sample(n, () => {
    state = phi * state + Math.sqrt(1 - phi * phi) * normal(random);
    return state;
  });
}

/** Binomial counts by inversion of a table, made once for each n and p. */
export function binomial(n: number, p: number, random: Random): number {
  const key = `${n}:${p}`;
  let table = tables.get(key);
  if (table === undefined) {
    table = Float64Array.from({ length: n + 1 }, (_, k) => binomialCdf(k, n, p));
    tables.set(key, table);
  }
  const u = random();
  let below = -1;
  let reached = n;
  while (reached - below > 1) {
    const middle = (below + reached) >> 1;
    if ((table[middle] as number) >= u) reached = middle;
    else below = middle;
  }
  return reached;
}

const tables = new Map<string, Float64Array>();

/** Pairs of which the first alone is harmed with p10 and the second alone with p01. */
export function discordant(
  n: number,
  p10: number,
  p01: number,
  random: Random,
): { first: number; second: number } {
  const first = binomial(n, p10, random);
  let second = 0;
  const share = p01 / (1 - p10);
  for (let i = first; i < n; i++) if (random() < share) second++;
  return { first, second };
}
