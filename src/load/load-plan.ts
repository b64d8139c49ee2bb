/** What to note of answers that are asked for as streams. */
export interface StreamPlan {
  /** Of each stream's own gaps between pieces, the percentiles to keep, as fractions. */
  gapPercentiles: readonly number[];
}
