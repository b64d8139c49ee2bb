export interface VolumeConfig {
  /** Ascending: rows a request, or repetitions of its text. */
  sizes: readonly number[];
  /** What grows; where a request takes one row only, it is the text all the same. */
  grows: "rows" | "text";
  /** Requests of each size. */
  each: number;
  maxExponent: number;
  /** Smallest share of right answers among the answers; null where it is only told. */
  correct: number | null;
}
