import type { CanaryConfig } from "../../config/types";
import { percent } from "../../verdict/judge-share";
import { fewestToPass } from "../../verdict/plan-share";

/** One weight of the canary, for a while. */
export interface Stage {
  /** From 1. */
  number: number;
  /** The candidate's share of the requests. */
  weight: number;
  /** Requests to count, both sides together. */
  requests: number;
  /** Why so many requests cannot tell anything of the canary's errors; null where they can. */
  unfilled: string | null;
  /** One that can tell nothing sends nobody to a candidate, unless it is the split that is looked at. */
  isBegun: boolean;
}

/**
 * The stages in order, each with whether its traffic can fill it: whether the canary gets the requests
 * that it takes to clear the limit on errors.
 */
export function planStages({ steps, each, maxErrors, traffic, drive }: CanaryConfig): Stage[] {
  // How many requests a window of the past holds is not known before.
  const known = traffic.kind !== "metrics" || drive !== null;
  const looksAtSplit = traffic.kind === "router" && drive === null;
  return steps.map((weight, i) => {
    const unfilled = known ? whyUnfilled(weight, each, maxErrors) : null;
    const isBegun = unfilled === null || looksAtSplit;
    return { number: i + 1, weight, requests: each, unfilled, isBegun };
  });
}

function whyUnfilled(weight: number, each: number, maxErrors: number): string | null {
  const fewest = fewestToPass(maxErrors);
  const canary = Math.round(each * weight);
  if (each * weight >= fewest) return null;
  const needed = Math.ceil(Number((fewest / weight).toPrecision(12)));
  const count = (n: number) => n.toLocaleString("en");
  return `${percent(weight)} of ${count(each)} requests are about ${count(canary)} of the canary, and to clear ${percent(maxErrors)} of errors takes ${count(fewest)}, which are ${count(needed)} of both sides`;
}

export function identifyStage({ number, weight }: Stage): { id: string; title: string } {
  return {
    id: `canary/stage-${number}`,
    title: `Stage ${number}, ${percent(weight)} of the requests: the canary holds`,
  };
}
