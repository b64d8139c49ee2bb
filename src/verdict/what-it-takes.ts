/** Beyond this nobody would wait for a decision. */
export const MOST_PLANNED = 10_000_000;

/** "about 1400 more pairs of the same kind would tell"; null where no number in reach would. */
export function whatItTakes(more: number | null, what: string): string {
  if (more === null || more > MOST_PLANNED) return "it is too near the limit to tell";
  const count = String(Math.max(1, Math.ceil(more))).replace(/^\d{5,}$/, (digits) =>
    digits.replace(/\B(?=(\d{3})+$)/g, ","),
  );
  return `about ${count} more ${what} of the same kind would tell`;
}

/**
 * How many more it takes until the far bound of an interval is within the margin: its distance from
 * the estimate shrinks with the root of the number.
 */
export function moreToReach(n: number, estimate: number, bound: number, margin: number): number {
  return n * ((bound - estimate) / (margin - estimate)) ** 2 - n;
}
