import type { Direction, Verdict } from "./result";

export interface ValueQuestion {
  observed: number;
  limit: number;
  direction: Direction;
  /** Whether the limit itself is already out. */
  strict: boolean;
  /** Judge by these confidence bounds; null judges by the point estimate. */
  bounds: [number | null, number | null] | null;
}

/**
 * A measured value against its limit. By the point: within or beyond. By bounds: pass where the worse
 * bound is within, fail where even the better one is beyond, else inconclusive. What is no number is
 * never a pass.
 */
export function judgeValue({ observed, limit, direction, strict, bounds }: ValueQuestion): {
  verdict: Verdict;
  message: string;
} {
  if (Number.isNaN(observed)) {
    return { verdict: "inconclusive", message: "the measure has no value on these rows" };
  }
  const within = (value: number) => {
    if (value === limit) return !strict;
    return direction === "at-least" ? value > limit : value < limit;
  };
  if (bounds === null) {
    return within(observed)
      ? { verdict: "pass", message: "within the limit" }
      : { verdict: "fail", message: "beyond the limit" };
  }
  const [low, high] = bounds;
  const [worse, better] = direction === "at-least" ? [low, high] : [high, low];
  if (worse !== null && within(worse)) {
    return { verdict: "pass", message: "the whole confidence interval is within the limit" };
  }
  if (better !== null && !within(better)) {
    return { verdict: "fail", message: "the whole confidence interval is beyond the limit" };
  }
  return {
    verdict: "inconclusive",
    message: "the confidence interval holds the limit: more rows are needed to tell",
  };
}
