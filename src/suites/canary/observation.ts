import { median } from "simple-statistics";
import type { Share } from "../../stats/proportions/share";
import { hodgesLehmann, signedRankInterval } from "../../stats/ranks/hodges-lehmann";
import { hodgesLehmannShift, rankSumInterval } from "../../stats/ranks/hodges-lehmann-shift";
import type { Evidence } from "../../verdict/result";

export interface SideCounts {
  requests: number;
  errors: number;
}

/** How much slower the canary is, as a share of the baseline's time. */
export interface Slowdown {
  slowdown: number;
  /** With 95 % confidence; null where so few values bound nothing. */
  interval: [number | null, number | null];
  /** Typical times of either side, milliseconds. */
  candidateMs: number;
  baselineMs: number;
  /** Parts of the time in which only one side had a time to compare; left out where requests are compared. */
  leftOut?: { parts: number; of: number };
}

/** What one stage was seen to do. */
export interface StageObservation {
  candidate: SideCounts;
  baseline: SideCounts;
  /** Requests whose side nobody can tell: a router's own refusals, answers without the mark. */
  unknown: SideCounts;
  /** What those are, after "100 answers ". */
  whyUnknown: string;
  latency: Slowdown | null;
  /** Right answers of labelled requests. */
  accuracy: { candidate: Share; baseline: Share } | null;
  firstError: { message: string; evidence: Evidence[] } | null;
  /** Why the canary's requests are no traffic to judge by, however many; null where they are, or nobody knows. */
  tooAlike: string | null;
  /** What the reader should know of the traffic. */
  hint: string | null;
}

export const NOTHING_SEEN: StageObservation = {
  candidate: { requests: 0, errors: 0 },
  baseline: { requests: 0, errors: 0 },
  unknown: { requests: 0, errors: 0 },
  whyUnknown: "do not say which side gave them",
  latency: null,
  accuracy: null,
  firstError: null,
  tooAlike: null,
  hint: null,
};

/** Timers count thousandths; a time of 0 has no logarithm. */
const SHORTEST_MS = 1e-3;

/**
 * From the times of separate requests: the Hodges–Lehmann shift of their logarithms, with the
 * interval that inverts the rank-sum test. A ratio of times, whatever their distribution.
 */
export function compareTimes(
  candidate: readonly number[],
  baseline: readonly number[],
): Slowdown | null {
  if (candidate.length === 0 || baseline.length === 0) return null;
  const [ours, theirs] = [candidate.map(ln), baseline.map(ln)];
  return toSlowdown(hodgesLehmannShift(ours, theirs), rankSumInterval(ours, theirs), {
    candidateMs: median([...candidate]),
    baselineMs: median([...baseline]),
  });
}

/** From pairs of the same part of the time: the Hodges–Lehmann centre of the ratios' logarithms. */
export function comparePairs(
  pairs: readonly { candidateMs: number; baselineMs: number }[],
): Slowdown | null {
  if (pairs.length === 0) return null;
  const logs = pairs.map(({ candidateMs, baselineMs }) => ln(candidateMs) - ln(baselineMs));
  return toSlowdown(hodgesLehmann(logs), signedRankInterval(logs), {
    candidateMs: median(pairs.map(({ candidateMs }) => candidateMs)),
    baselineMs: median(pairs.map(({ baselineMs }) => baselineMs)),
  });
}

function toSlowdown(
  shift: number,
  [low, high]: [number | null, number | null],
  times: Pick<Slowdown, "candidateMs" | "baselineMs">,
): Slowdown {
  const share = (log: number | null) => (log === null ? null : Math.expm1(log));
  return { slowdown: Math.expm1(shift), interval: [share(low), share(high)], ...times };
}

function ln(ms: number): number {
  return Math.log(Math.max(ms, SHORTEST_MS));
}
