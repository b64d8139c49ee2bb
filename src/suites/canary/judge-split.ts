import { clopperPearson } from "../../stats/proportions/clopper-pearson";
import { SAMPLE_RATIO_MISMATCH, sampleRatioTest } from "../../stats/proportions/sample-ratio";
import { check } from "../../verdict/check";
import { percent } from "../../verdict/judge-share";
import type { Check } from "../../verdict/result";

export const SPLIT = {
  id: "canary/split",
  title: "The router sends the canary the share that is configured",
} as const;

/** What a router was to send to the canary, and what it sent. */
export interface SplitCount {
  weight: number;
  candidate: number;
  baseline: number;
  /** Requests that went to either of them, and nobody can say to which. */
  unknown: number;
}

/**
 * The share must be known to half of itself before it is said to be right: that a test finds no
 * difference in a few requests says nothing.
 */
const KNOWN_TO = 0.5;

/** The requests that each side got against the configured weight (χ²): off where p < 0.001. */
export function judgeSplit(counts: readonly SplitCount[]): Check {
  const judged = counts.map(judgeOne);
  const decisive =
    judged.find(({ verdict }) => verdict === "fail") ??
    judged.find(({ verdict }) => verdict === "inconclusive") ??
    judged.at(-1);
  if (decisive === undefined) {
    return check({ ...SPLIT, verdict: "inconclusive", message: "no request was seen" });
  }
  const { verdict, count, interval } = decisive;
  const n = count.candidate + count.baseline;
  return check({
    ...SPLIT,
    verdict,
    observed: n === 0 ? null : count.candidate / n,
    limit: count.weight,
    interval,
    unit: "share",
    n,
    message: judged.map(({ message }) => message).join("; "),
    hint:
      verdict === "fail"
        ? "Look at the router's own weight. One that chooses by the client's address, by a cookie or by the connection sends all requests of one client to one side: there, read counts from its metrics (canary.metrics)."
        : null,
  });
}

export function isSplitOff(count: SplitCount): boolean {
  return judgeOne(count).verdict === "fail";
}

function judgeOne(count: SplitCount): {
  verdict: "pass" | "fail" | "inconclusive";
  count: SplitCount;
  interval: [number, number] | null;
  message: string;
} {
  const { weight, candidate, baseline, unknown } = count;
  const n = candidate + baseline;
  if (n === 0) {
    const message = `no request was seen at ${percent(weight)}`;
    return { verdict: "inconclusive", count, interval: null, message };
  }
  const { pValue } = sampleRatioTest([candidate, baseline], [weight, 1 - weight]);
  const interval = clopperPearson(candidate, n);
  const slack = KNOWN_TO * Math.min(weight, 1 - weight);
  const told = `${candidate} of ${n} requests reached the canary, ${percent(weight)} were to (between ${percent(interval[0])} and ${percent(interval[1])} with 95 % confidence; p = ${Number(pValue.toPrecision(2))})`;
  if (pValue < SAMPLE_RATIO_MISMATCH) return { verdict: "fail", count, interval, message: told };
  const isWithin = ([low, high]: readonly [number, number]) =>
    low >= weight - slack && high <= weight + slack;
  const known = isWithin(interval);
  if (known && !isWithin(whoeverTheyReached(count))) {
    const message = `${told}: but ${unknown} more do not say which side they reached, and it is ${percent(weight)} only if they are left out`;
    return { verdict: "inconclusive", count, interval, message };
  }
  if (known) return { verdict: "pass", count, interval, message: told };
  const needed = Math.ceil((1.96 / slack) ** 2 * weight * (1 - weight));
  return {
    verdict: "inconclusive",
    count,
    interval,
    message: `${told}: too few to tell ${percent(weight)} from ${percent(weight - slack)} or ${percent(weight + slack)}, which takes about ${Math.max(needed, n + 1)}`,
  };
}

/** The share's bounds where the requests of unknown side may all have been the one's or the other's. */
function whoeverTheyReached({ candidate, baseline, unknown }: SplitCount): [number, number] {
  const n = candidate + baseline + unknown;
  return [clopperPearson(candidate, n)[0], clopperPearson(candidate + unknown, n)[1]];
}
