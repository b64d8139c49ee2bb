import type { ShadowConfig } from "../../config/types";

/** Connections, caches and compilers settle first; these pairs are sent and not counted. */
export const WARM_UP_PAIRS = 20;

export interface PairPlan {
  /** Pairs that count. */
  pairs: number;
  /** Of these the ones whose input the baseline is asked a second time. */
  repeats: number;
  /** These are the first ones, so that an early end need not wait for them; else they are spread by chance. */
  repeatsFirst: boolean;
  /** All requests, to both sides. */
  requests: number;
}

export function planPairs({ requests: pairs, noiseFloor, sequential }: ShadowConfig): PairPlan {
  const repeats = Math.ceil(pairs * (noiseFloor?.share ?? 0));
  return {
    pairs,
    repeats,
    repeatsFirst: sequential,
    requests: 2 * (WARM_UP_PAIRS + pairs) + repeats,
  };
}
