import { clopperPearsonLower, clopperPearsonUpper } from "../stats/proportions/clopper-pearson";
import type { Direction, Verdict } from "./result";
import { MOST_PLANNED, whatItTakes } from "./what-it-takes";

export interface ShareQuestion {
  /** How many of the n count: errors for an `at-most` limit, agreements for an `at-least` one. */
  count: number;
  n: number;
  /** A fraction from 0 to 1. */
  limit: number;
  direction: Direction;
  /** What is counted, in the plural, e.g. "pairs". */
  what: string;
  /** Independent observations that the n are worth where they are correlated; default n. */
  effectiveSize?: number;
}

export interface JudgedShare {
  verdict: Verdict;
  observed: number | null;
  /** One-sided 95 % bounds: the ones that the verdict was made with. */
  interval: [number, number] | null;
  message: string;
}

export const CONFIDENCE = 0.95;

/**
 * Zero of 299 shows a share of at most 1 % (0.99^299 < 0.05). A limit of 0 or 100 % cannot be shown
 * by any number of requests, so there a clean run of this length is taken for a pass.
 */
export const CLEAN_RUN = 299;

/**
 * A count against a limit on a share, by the exact (Clopper–Pearson) one-sided 95 % bounds: pass
 * where the bound is within the limit, fail where the opposite bound is beyond it, else
 * inconclusive, with what it would take to decide. Counts of correlated observations are scaled to
 * their effective size.
 */
export function judgeShare(question: ShareQuestion): JudgedShare {
  const { n, limit, direction } = question;
  if (n === 0) {
    return {
      verdict: "inconclusive",
      observed: null,
      interval: null,
      message: "nothing was counted",
    };
  }
  // A limit on good ones is the mirror image of one on bad ones.
  const bad = direction === "at-most" ? question.count : n - question.count;
  const mostBad = direction === "at-most" ? limit : complement(limit);
  const size = Math.min(Math.max(question.effectiveSize ?? n, 1), n);
  const [lower, upper] = boundsOf(bad / n, size);
  const verdict = decide(bad, size, mostBad, lower, upper);
  return {
    verdict,
    observed: question.count / n,
    interval: direction === "at-most" ? [lower, upper] : [1 - upper, 1 - lower],
    message: explain(verdict, question, bad, size, mostBad, [lower, upper]),
  };
}

function boundsOf(share: number, size: number): [number, number] {
  const count = share * size;
  return [
    clopperPearsonLower(count, size, CONFIDENCE),
    clopperPearsonUpper(count, size, CONFIDENCE),
  ];
}

function decide(bad: number, size: number, mostBad: number, lower: number, upper: number): Verdict {
  if (mostBad === 0) {
    if (bad > 0) return "fail";
    return size >= CLEAN_RUN ? "pass" : "inconclusive";
  }
  if (upper <= mostBad) return "pass";
  return lower > mostBad ? "fail" : "inconclusive";
}

function explain(
  verdict: Verdict,
  { n, what, direction }: ShareQuestion,
  bad: number,
  size: number,
  mostBad: number,
  [lower, upper]: [number, number],
): string {
  const range =
    direction === "at-most"
      ? `between ${percent(lower)} and ${percent(upper)}`
      : `between ${percent(1 - upper)} and ${percent(1 - lower)}`;
  const correlated = size < n * 0.99 ? `, worth ${Math.floor(size)} independent ones` : "";
  const shown = `the true share lies ${range} (95 % bounds, ${n} ${what}${correlated})`;
  if (verdict !== "inconclusive") return shown;
  const more = requestsToDecide(bad / n, size, mostBad);
  const need = whatItTakes(more === null ? null : (more * n) / size, what);
  return `too few to tell: ${shown}; ${need}`;
}

/** How many more observations with the same share would decide; null where none in reach would. */
function requestsToDecide(share: number, size: number, mostBad: number): number | null {
  const decided = (total: number) =>
    decide(share * total, total, mostBad, ...boundsOf(share, total)) !== "inconclusive";
  let high = Math.max(1, size);
  while (!decided(high)) {
    high *= 2;
    if (high > MOST_PLANNED) return null;
  }
  let low = size;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (decided(middle)) high = middle;
    else low = middle;
  }
  return high - size;
}

/** 1 − 0.99 must be the very 0.01 that the user would write. */
export function complement(share: number): number {
  return Number((1 - share).toPrecision(12));
}

export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`.replace(/^-/, "−");
}
