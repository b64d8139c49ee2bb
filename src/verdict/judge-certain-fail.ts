import { clopperPearsonLower } from "../stats/proportions/clopper-pearson";
import {
  CONFIDENCE,
  complement,
  type JudgedShare,
  percent,
  type ShareQuestion,
} from "./judge-share";

/** What is known before the end: one of the bounds would have to know what the rest says. */
export interface CertainFail extends Omit<JudgedShare, "interval"> {
  interval: [number | null, number | null];
}

/**
 * A count that is over its limit already, whatever the rest of the planned ones would bring: null
 * where it is not. A test of a fixed size may end there without a change of its error rate, because
 * it would have decided the same at its end (curtailed sampling).
 *
 * @param planned the fixed size, at least n
 */
export function judgeCertainFail(question: ShareQuestion, planned: number): CertainFail | null {
  const { count, n, limit, direction, what } = question;
  const atMost = direction === "at-most";
  const bad = atMost ? count : n - count;
  const lower = clopperPearsonLower(bad, planned, CONFIDENCE);
  if (bad === 0 || lower <= (atMost ? limit : complement(limit))) return null;
  return {
    verdict: "fail",
    observed: count / n,
    interval: atMost ? [lower, null] : [null, 1 - lower],
    message: `ended early after ${n} of ${planned} ${what}: whatever the rest had said, the true share is ${atMost ? `over ${percent(lower)}` : `under ${percent(1 - lower)}`} (95 % bound)`,
  };
}
