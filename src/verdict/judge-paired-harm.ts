import { clopperPearsonUpper } from "../stats/proportions/clopper-pearson";
import { mcnemarExact } from "../stats/proportions/mcnemar";
import type { PairedCounts } from "../stats/proportions/paired-counts";
import { tango, tangoTest } from "../stats/proportions/paired-difference";
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

/**
 * How much more often the one side does harm than the other, against a margin: pass where the upper
 * bound is within the margin, fail where the lower one is beyond it and chance alone does not make
 * as many (exact McNemar), else inconclusive. Bounds by Tango's score; where no pair goes the other
 * way, the upper one is exact.
 */
export function judgePairedHarm(question: PairedHarm): JudgedHarm {
  const { worse, better, n, margin, what, alpha = 0.05 } = question;
  if (n === 0) {
    const message = "nothing was compared";
    return { verdict: "inconclusive", harm: 0, interval: [-1, 1], message };
  }
  const harm = (worse - better) / n;
  const interval = harmBounds(question);
  const [low, high] = interval;
  const range = `between ${percent(low)} and ${percent(high)} (${percent(1 - alpha)} bounds)`;
  const verdict = decide(question, interval);
  if (verdict !== "inconclusive") return { verdict, harm, interval, message: range };
  const message = `${range}, which holds the margin of ${percent(margin)}: ${whatItTakes(more(question, interval), what)}`;
  return { verdict, harm, interval, message };
}

/** The probability of as much harm where in truth it is at most the margin. */
export function harmPValue({ worse, better, n, margin }: PairedHarm): number {
  const chance = mcnemarExact(worse, better, "greater");
  if (margin === 0 || n === 0) return chance;
  return Math.max(chance, tangoTest(countsOf(worse, better, n), margin, "greater").pValue);
}

function harmBounds({ worse, better, n, alpha = 0.05 }: PairedHarm): [number, number] {
  const [low, high] = tango(countsOf(worse, better, n), 1 - 2 * alpha);
  return [low, better === 0 ? clopperPearsonUpper(worse, n, 1 - alpha) : high];
}

function decide(question: PairedHarm, [low, high]: [number, number]): Verdict {
  const { worse, better, margin, alpha = 0.05 } = question;
  if (low > margin) return harmPValue(question) <= alpha ? "fail" : "inconclusive";
  if (high > margin || (high === margin && margin === 0)) return "inconclusive";
  const proven = margin > 0 || mcnemarExact(worse, better, "less") <= alpha;
  return proven ? "pass" : "inconclusive";
}

/** How many more pairs with the same shares would decide; null where none would. */
function more({ worse, better, n, margin, alpha = 0.05 }: PairedHarm, bounds: [number, number]) {
  if (worse + better === 0) return margin > 0 ? Math.log(alpha) / Math.log1p(-margin) - n : null;
  const harm = (worse - better) / n;
  if (harm === margin) return null;
  return moreToReach(n, harm, harm < margin ? bounds[1] : bounds[0], margin);
}

/** Where both sides do or do not do harm, it makes no difference which. */
function countsOf(worse: number, better: number, n: number): PairedCounts {
  return { both: 0, firstOnly: worse, secondOnly: better, neither: n - worse - better };
}
