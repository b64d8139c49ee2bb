import type { Random } from "../src/stats/random";

/** What a scenario's share of runs must be, before Monte-Carlo error is allowed for. */
export type Claim =
  /** An error rate: at most so much. */
  | { atMost: number }
  /** A coverage or a power that is promised: at least so much. */
  | { atLeast: number }
  /** A planning formula, which is an approximation: so near. */
  | { near: number; within: number }
  /** A control: it breaks its promise in so many runs, and the harness must see it. */
  | { breaks: number };

export interface Scenario {
  family: string;
  /** Method and situation, in the words of the table. */
  name: string;
  claim: Claim;
  /** Takes long, and gets fewer runs. */
  cost?: "heavy";
  /** Whether the thing that is counted happened in this run. */
  happens: (random: Random) => boolean;
}

export interface Outcome {
  scenario: Scenario;
  runs: number;
  share: number;
  limits: { low: number; high: number };
  holds: boolean;
}

/** Three standard errors of the estimate of such a share from so many runs. */
function error(share: number, runs: number): number {
  return 3 * Math.sqrt((share * (1 - share)) / runs);
}

export function limitsOf(claim: Claim, runs: number): { low: number; high: number } {
  if ("atMost" in claim) return { low: 0, high: claim.atMost + error(claim.atMost, runs) };
  if ("atLeast" in claim) return { low: claim.atLeast - error(claim.atLeast, runs), high: 1 };
  if ("breaks" in claim) return { low: claim.breaks - error(claim.breaks, runs), high: 1 };
  const slack = claim.within + error(claim.near, runs);
  return { low: Math.max(0, claim.near - slack), high: Math.min(1, claim.near + slack) };
}

export function simulate(scenario: Scenario, runs: number, random: Random): Outcome {
  let count = 0;
  for (let run = 0; run < runs; run++) if (scenario.happens(random)) count++;
  const share = count / runs;
  const limits = limitsOf(scenario.claim, runs);
  return { scenario, runs, share, limits, holds: share >= limits.low && share <= limits.high };
}
