import { pairedExcessHarmBounds, pairedExcessHarmTest } from "../stats/proportions/excess-harm";
import { mcnemarExact } from "../stats/proportions/mcnemar";
import { percent } from "./judge-share";
import type { Verdict } from "./result";
import { moreToReach, whatItTakes } from "./what-it-takes";

/** Yes-or-no outcomes of the same inputs on two sides. */
export interface PairedHarm {
  /** Pairs in which only the first side did harm, and in which only the second did. */
  worse: number;
  better: number;
  /** All pairs. */
  n: number;
  /** How much more harm is put up with, as a share of the pairs; under 1. */
  margin: number;
  /** What is counted, in the plural. */
  what: string;
  /** Default 0.05. */
  alpha?: number;
}

export interface JudgedHarm {
  verdict: Verdict;
  /** Share of the pairs with harm on the first side, less that on the second. */
  harm: number;
  /** One-sided bounds of it, each at 1 − α: the ones that the verdict was made with. */
  interval: [number, number];
  message: string;
}

const ALPHA = 0.05;

/**
 * How much more often the one side does harm than the other, against a margin: pass where the upper
 * bound is within the margin, fail where the lower one is beyond it and chance alone does not make
 * as many (exact McNemar), else inconclusive.
 */
export function judgePairedHarm(question: PairedHarm): JudgedHarm {
  const { worse, better, n, margin, what, alpha = ALPHA } = question;
  if (n === 0) {
    const message = "nothing was compared";
    return { verdict: "inconclusive", harm: 0, interval: [-1, 1], message };
  }
  const harm = (worse - better) / n;
  const interval = pairedExcessHarmBounds({ harmed: worse, helped: better, pairs: n }, 1 - alpha);
  const [low, high] = interval;
  const range = `between ${percent(low)} and ${percent(high)} (${percent(1 - alpha)} bounds)`;
  const verdict = decide(question, interval);
  if (verdict !== "inconclusive") return { verdict, harm, interval, message: range };
  const message = `${range}, which holds the margin of ${percent(margin)}: ${whatItTakes(more(question, interval), what)}`;
  return { verdict, harm, interval, message };
}

/**
 * The probability of as much harm where in truth it is at most the margin: exact against chance alone
 * (McNemar), and with a margin by the score test too.
 */
export function harmPValue({ worse, better, n, margin }: PairedHarm): number {
  const chance = mcnemarExact(worse, better, "greater");
  if (margin === 0 || n === 0) return chance;
  const harm = { harmed: worse, helped: better, pairs: n };
  return Math.max(chance, pairedExcessHarmTest(harm, margin, "greater"));
}

function decide(question: PairedHarm, [low, high]: [number, number]): Verdict {
  const { worse, better, margin, alpha = ALPHA } = question;
  if (low > margin) return harmPValue(question) <= alpha ? "fail" : "inconclusive";
  // That there is no more harm than none can only be shown by less.
  const isLess = margin > 0 ? high <= margin : mcnemarExact(worse, better, "less") <= alpha;
  return isLess ? "pass" : "inconclusive";
}

/** How many more pairs with the same shares would decide; null where none would. */
function more({ worse, better, n, margin, alpha = ALPHA }: PairedHarm, bounds: [number, number]) {
  if (worse + better === 0) return margin > 0 ? Math.log(alpha) / Math.log1p(-margin) - n : null;
  const harm = (worse - better) / n;
  if (harm === margin) return null;
  return moreToReach(n, harm, harm < margin ? bounds[1] : bounds[0], margin);
}
